#include <string>

#include "commands/commands.hpp"

namespace meru {

void add_device_option(CLI::App& command, std::string& device) {
  command.add_option("--device", device, "Where the model runs: cpu, or cuda, the first GPU")
      ->check(CLI::IsMember({"cpu", "cuda"}))
      ->capture_default_str();
}

}  // namespace meru
