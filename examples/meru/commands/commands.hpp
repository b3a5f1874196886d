#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>

namespace meru {

/// Each adds its subcommand, which runs while the arguments are parsed. Errors are exceptions whose
/// what() is one line.
void add_prepare(CLI::App& app);
void add_train(CLI::App& app);
void add_evaluate(CLI::App& app);
void add_embed(CLI::App& app);
void add_traverse(CLI::App& app);
void add_report(CLI::App& app);

/// Adds --device to a subcommand: cpu or cuda, for device_by_name.
void add_device_option(CLI::App& command, std::string& device);

/// Ctrl-C or SIGTERM: everything is saved, the program ends with status 130.
class Interrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace meru
