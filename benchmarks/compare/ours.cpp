// Rapidity as a participant of compare.py, and with --floor what it is held against: obeys
// requests on the standard input, a JSON object a line, and answers each with another.
//
//   {"do": "prepare", "operation": "lift", "precision": "float32", "rows": 512, "columns": 64,
//    "inputs": {"x": FILE, "y": FILE}, "curvature": 1, ...}   reads the raw matrices
//   {"do": "time", "repeats": 3}    -> {"seconds": [...]}
//   {"do": "save", "folder": DIR}   -> {"arrays": {NAME: FILE}, "values": {NAME: NUMBER}}
//   {"do": "about"}                 -> {"about": versions, in a line}
//   {"do": "peak"}                  -> {"bytes": what a call adds to the memory at its peak}
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <rapidity/batch/batch.hpp>
#include <rapidity/version.hpp>
#include <stdexcept>
#include <string>

#include "../floor.hpp"

namespace {

namespace batch = rapidity::batch;
using bench::Matrix;
using nlohmann::json;

/// A prepared operation: what is timed, and how its results are saved in a folder.
struct Task {
  std::function<void()> run;
  std::function<json(const std::string& folder)> save;
  std::int64_t result_bytes;
};

template <class M>
auto view(M& m) {
  using T = std::remove_pointer_t<decltype(m.data())>;
  return rapidity::MatrixView<T>{m.data(), m.rows(), m.cols(), m.cols()};
}

template <class T>
Matrix<T> read(const std::string& file, std::int64_t rows, std::int64_t columns) {
  Matrix<T> matrix(rows, columns);
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(matrix.data()), matrix.size() * std::streamsize(sizeof(T)));
  if (!stream) throw std::runtime_error("cannot read " + file);
  return matrix;
}

template <class T>
std::string write(const std::string& file, const Matrix<T>& matrix) {
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(matrix.data()),
               matrix.size() * std::streamsize(sizeof(T)));
  if (!stream) throw std::runtime_error("cannot write " + file);
  return file;
}

/// What an operation reads and writes.
template <class T>
struct Data {
  Matrix<T> x, y;
  std::map<std::string, Matrix<T>> arrays;
  json values = json::object();
  rapidity::Curvature<T> c;
  T scale, min_radius, weight;
  batch::Execution execution;

  Data(const json& request, int threads)
      : x(read<T>(request["inputs"]["x"], request["rows"], request["columns"])),
        y(read<T>(request["inputs"]["y"], request["rows"], request["columns"])),
        c(request["curvature"].get<T>()),
        scale(request["scale"].get<T>()),
        min_radius(request["min_radius"].get<T>()),
        weight(request["entailment_weight"].get<T>()),
        execution{threads} {}

  Matrix<T>& array(const std::string& name, std::int64_t rows, std::int64_t columns) {
    return arrays[name] = Matrix<T>::Zero(rows, columns);
  }
  rapidity::VectorView<T> column(const std::string& name) {
    Matrix<T>& matrix = array(name, x.rows(), 1);
    return {matrix.data(), matrix.rows()};
  }
};

/// MERU's loss: x are the images, specific, and y the texts, general.
template <class T>
void loss_and_gradients(Data<T>& d, Matrix<T>& g_x, Matrix<T>& g_y) {
  const auto score = batch::Score::distance;
  const auto loss = batch::contrastive_loss(view(d.x), view(d.y), d.c, d.scale, score, d.execution);
  const T entailment =
      batch::entailment_loss(view(d.y), view(d.x), d.c, d.min_radius, T(1), d.execution);
  const auto scalars =
      batch::contrastive_loss_vjp(view(d.x), view(d.y), d.c, d.scale, score, loss.statistics, T(1),
                                  view(g_x), view(g_y), batch::GradMode::overwrite, d.execution);
  const T g_c =
      batch::entailment_loss_vjp(view(d.y), view(d.x), d.c, d.min_radius, T(1), d.weight, view(g_y),
                                 view(g_x), batch::GradMode::accumulate, d.execution);
  d.values = {{"loss", loss.loss + d.weight * entailment},
              {"g_c", scalars.c + g_c},
              {"g_scale", scalars.scale}};
}

/// Its value alone.
template <class T>
void loss_value(Data<T>& d) {
  const auto loss = batch::contrastive_loss(view(d.x), view(d.y), d.c, d.scale,
                                            batch::Score::distance, d.execution);
  const T entailment =
      batch::entailment_loss(view(d.y), view(d.x), d.c, d.min_radius, T(1), d.execution);
  d.values = {{"loss", loss.loss + d.weight * entailment}};
}

template <class T>
std::function<void()> operation(const std::string& name, Data<T>& d) {
  const std::int64_t rows = d.x.rows(), columns = d.x.cols();
  if (name == "loss") {
    auto &g_x = d.array("g_x", rows, columns), &g_y = d.array("g_y", rows, columns);
    return [&] { loss_and_gradients(d, g_x, g_y); };
  }
  if (name == "loss_value") return [&d] { loss_value(d); };
  if (name == "entailment_loss") {
    return [&d] {
      d.values = {{"out", batch::entailment_loss(view(d.y), view(d.x), d.c, d.min_radius, T(1),
                                                 d.execution)}};
    };
  }
  if (name == "distance") {
    const auto out = d.column("out");
    return [&d, out] { batch::distance(view(d.x), view(d.y), d.c, out, d.execution); };
  }
  if (name == "pairwise_distance") {
    auto& out = d.array("out", rows, rows);
    return [&] { batch::pairwise_distance(view(d.x), view(d.y), d.c, view(out), d.execution); };
  }
  auto& out = d.array("out", rows, columns);
  if (name == "lift") {
    const T unlimited = std::numeric_limits<T>::infinity();
    return
        [&d, &out, unlimited] { batch::lift(view(d.x), d.c, view(out), unlimited, d.execution); };
  }
  if (name == "logmap0") return [&] { batch::logmap0(view(d.x), d.c, view(out), d.execution); };
  throw std::runtime_error("unknown operation " + name);
}

template <class T>
std::function<void()> floor(const std::string& name, const Data<T>& d) {
  const int threads = d.execution.threads;
  if (name == "loss" || name == "loss_value" || name == "pairwise_distance") {
    const auto products = std::make_shared<bench::Products<T>>(d.x, d.y, threads);
    if (name == "loss") return [products] { products->four(); };
    return [products] { products->one(); };
  }
  // Each of them moves two matrices: reads one and writes another, or reads two.
  const std::int64_t bytes = 2 * d.x.size() * std::int64_t(sizeof(T));
  return [copy = std::make_shared<bench::Copy>(bytes, threads)] { (*copy)(); };
}

template <class T>
Task prepare(const json& request, int threads, bool as_floor) {
  const auto data = std::make_shared<Data<T>>(request, threads);
  const auto run =
      as_floor ? floor<T>(request["operation"], *data) : operation<T>(request["operation"], *data);
  std::int64_t bytes = 0;
  for (const auto& [name, array] : data->arrays) bytes += array.size() * std::int64_t(sizeof(T));
  const auto save = [data](const std::string& folder) {
    json files = json::object();
    for (const auto& [name, array] : data->arrays) files[name] = write(folder + "/" + name, array);
    return json{{"arrays", files}, {"values", data->values}};
  };
  return {[data, run] { run(); }, save, bytes};
}

std::int64_t status_bytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::int64_t kilobytes = 0;
    if (word == field + ":" && status >> kilobytes) return kilobytes * 1024;
  }
  throw std::runtime_error("no " + field + " in /proc/self/status");
}

/// What a call needs beside its inputs. The results count: here they were there before the call,
/// other participants make them in it.
std::int64_t peak_bytes(const Task& task) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << 5;  // the peak begins anew
  const std::int64_t before = status_bytes("VmRSS");
  task.run();
  return status_bytes("VmHWM") - before + task.result_bytes;
}

std::string about() {
  const auto part = [](int number) { return std::to_string(number); };
  return "rapidity " + part(RAPIDITY_VERSION_MAJOR) + "." + part(RAPIDITY_VERSION_MINOR) + "." +
         part(RAPIDITY_VERSION_PATCH) + ", Eigen " + part(EIGEN_WORLD_VERSION) + "." +
         part(EIGEN_MAJOR_VERSION) + "." + part(EIGEN_MINOR_VERSION) + " (" +
         Eigen::SimdInstructionSetsInUse() + "), compiler " + __VERSION__;
}

json answer(const json& request, Task& task, int threads, bool as_floor) {
  const std::string what = request["do"];
  if (what == "prepare") {
    task = {};
    task = request["precision"] == "float32" ? prepare<float>(request, threads, as_floor)
                                             : prepare<double>(request, threads, as_floor);
    return json::object();
  }
  if (what == "time") {
    std::vector<double> seconds;
    for (int k = 0; k < request["repeats"]; ++k) seconds.push_back(bench::seconds_of(task.run));
    return {{"seconds", seconds}};
  }
  if (what == "about") return {{"about", about()}};
  if (what == "save") {
    task.run();
    return task.save(request["folder"]);
  }
  if (what == "peak") return {{"bytes", peak_bytes(task)}};
  throw std::runtime_error("unknown request " + what);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Answers the requests of benchmarks/compare/compare.py");
  int threads = 1;
  bool as_floor = false;
  app.add_option("--threads", threads);
  app.add_flag("--floor", as_floor, "measure the floors instead");
  CLI11_PARSE(app, argc, argv);

  Task task;
  for (std::string line; std::getline(std::cin, line);) {
    json reply;
    try {
      reply = answer(json::parse(line), task, threads, as_floor);
    } catch (const std::exception& error) {
      reply = {{"error", error.what()}};
    }
    std::cout << reply << std::endl;
  }
}
