// meru: trains and looks at hyperbolic image-text models. Every subcommand is a file in commands/.
#include <torch/torch.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "commands/commands.hpp"
#include "train/parallel.hpp"

int main(int argc, char** argv) {
  CLI::App app{"Trains MERU, CLIP in hyperbolic space, and shows the hierarchy it learned"};
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
  meru::add_prepare(app);
  meru::add_train(app);
  meru::add_evaluate(app);
  meru::add_embed(app);
  meru::add_traverse(app);
  meru::add_report(app);
  try {
    meru::prepare_process();
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  } catch (const meru::Interrupted& interrupted) {
    std::fprintf(stderr, "meru: %s\n", interrupted.what());
    return 130;
  } catch (const c10::Error& error) {
    std::fprintf(stderr, "meru: %s\n", error.what_without_backtrace());
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "meru: %s\n", error.what());
    return 1;
  }
  return 0;
}
