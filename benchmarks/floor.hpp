#pragma once
// The floors that measurements stand beside: the matrix products that an operation cannot do
// without, by Eigen and with the whole B x B matrix in memory, and the copying of its memory. With
// threads of their own, so that a change of the library's does not move what it is held against.
#include <Eigen/Core>
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <thread>
#include <tuple>
#include <vector>

namespace bench {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Calls work(begin, size) for equal shares of [0, total), each on a thread.
template <class Work>
void in_shares(std::int64_t total, int threads, const Work& work) {
  const std::int64_t share = (total + threads - 1) / threads;
  std::vector<std::thread> others;
  for (std::int64_t begin = share; begin < total; begin += share) {
    others.emplace_back([&, begin] { work(begin, std::min(share, total - begin)); });
  }
  work(std::int64_t(0), std::min(share, total));
  for (std::thread& other : others) other.join();
}

/// Matrix products of 2 B^2 D operations each. x and y are [B, D] and have to outlive this.
template <class T>
class Products {
 public:
  Products(const Matrix<T>& x, const Matrix<T>& y, int threads)
      : x_(x), y_(y), threads_(threads), all_(x.rows(), y.rows()) {}

  /// All pairs' inner products, x y^T.
  void one() {
    in_shares(x_.rows(), threads_, [&](std::int64_t begin, std::int64_t size) {
      all_.middleRows(begin, size).noalias() = x_.middleRows(begin, size) * y_.transpose();
    });
  }

  /// What value and gradients of a loss over all pairs need that keeps no B x B matrix from the
  /// forward to the backward pass: the inner products twice, and with weights W, W y and W^T x.
  void four() {
    one();
    one();
    g_x_.resize(x_.rows(), x_.cols());
    g_y_.resize(y_.rows(), y_.cols());
    in_shares(x_.rows(), threads_, [&](std::int64_t begin, std::int64_t size) {
      g_x_.middleRows(begin, size).noalias() = all_.middleRows(begin, size) * y_;
    });
    in_shares(y_.rows(), threads_, [&](std::int64_t begin, std::int64_t size) {
      g_y_.middleRows(begin, size).noalias() = all_.middleCols(begin, size).transpose() * x_;
    });
  }

 private:
  const Matrix<T>&x_, &y_;
  const int threads_;
  Matrix<T> all_, g_x_, g_y_;
};

/// Copies `bytes` / 2 bytes, so that `bytes` are moved: read or written.
class Copy {
 public:
  Copy(std::int64_t bytes, int threads)
      : threads_(threads), from_(std::size_t(bytes / 2), 1), to_(from_.size(), 2) {}

  void operator()() {
    in_shares(std::int64_t(from_.size()), threads_, [&](std::int64_t begin, std::int64_t size) {
      std::memcpy(to_.data() + begin, from_.data() + begin, std::size_t(size));
    });
  }

 private:
  int threads_;
  std::vector<char> from_, to_;
};

template <class F>
double seconds_of(F&& f) {
  const auto begin = std::chrono::steady_clock::now();
  f();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The median time of a call: after a warm-up, of five calls, or of as many more as fill 50 ms.
template <class F>
double median_seconds(F&& f) {
  f();
  std::vector<double> times;
  for (double sum = 0; times.size() < 5 || sum < 0.05; sum += times.back()) {
    times.push_back(seconds_of(f));
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

/// The same, measured once in a process for a kind of floor and its sizes.
inline double once(const std::tuple<int, std::int64_t, std::int64_t, int, int>& key,
                   const std::function<double()>& measure) {
  static std::map<std::tuple<int, std::int64_t, std::int64_t, int, int>, double> known;
  const auto found = known.find(key);
  return found != known.end() ? found->second : known[key] = measure();
}

/// Seconds of `passes` (1 or 4) matrix products of two [B, D] matrices.
template <class T>
double products_seconds(int passes, std::int64_t rows, std::int64_t columns, int threads) {
  return once({passes, rows, columns, threads, int(sizeof(T))}, [&] {
    const Matrix<T> x = Matrix<T>::Random(rows, columns), y = Matrix<T>::Random(rows, columns);
    Products<T> products(x, y, threads);
    return median_seconds([&] { passes == 1 ? products.one() : products.four(); });
  });
}

/// Seconds of a copy that moves as many bytes.
inline double copy_seconds(std::int64_t bytes, int threads) {
  return once({0, bytes, 0, threads, 0}, [&] {
    Copy copy(bytes, threads);
    return median_seconds(copy);
  });
}

}  // namespace bench
