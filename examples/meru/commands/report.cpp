#include "report/report.hpp"

#include <cstdio>
#include <memory>

#include "commands/commands.hpp"

namespace meru {

void add_report(CLI::App& app) {
  auto* command = app.add_subcommand("report", "Write one self-contained HTML page about a run");
  auto inputs = std::make_shared<ReportInputs>();
  auto baseline = std::make_shared<std::string>();
  auto out = std::make_shared<std::filesystem::path>("report.html");
  command->add_option("--run", inputs->run, "Evaluated run")->required();
  command->add_option("--baseline", *baseline, "Evaluated run to set beside it, for example CLIP");
  command->add_option("--out", *out, "The page")->capture_default_str();
  command->callback([=] {
    if (!baseline->empty()) inputs->baseline = *baseline;
    write_report(*inputs, *out);
    std::printf("%s\n", out->c_str());
  });
}

}  // namespace meru
