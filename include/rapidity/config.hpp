#pragma once
// Every macro of rapidity, in one place.
//
// Defined here, for use in the library and in your own kernels:
//   RAPIDITY_HD       marks a function for host and device; empty without nvcc. Never put on a
//                     defaulted function: nvcc then misplaces the implicit copies.
//   RAPIDITY_HAS_EXCEPTIONS   1, or 0 under -fno-exceptions, where an error aborts the program
//                     (error.hpp).
//   RAPIDITY_CUDA_API marks what the compiled part, rapidity::cuda, exports; all else in it is hidden.
// Defined in version.hpp:
//   RAPIDITY_VERSION_MAJOR, _MINOR, _PATCH     the version, as integers.
//
// No macro that you can set changes a type or an overload: two translation units always agree.

#if defined(__FAST_MATH__)
// -ffast-math reorders the sums, drops NaN and folds away the differences on which every error
// bound of this library rests.
#error "rapidity: compile without -ffast-math (or its part -ffinite-math-only)"
#endif

#if defined(__CUDACC__)
#define RAPIDITY_HD __host__ __device__
#else
#define RAPIDITY_HD
#endif

#if defined(__GNUC__)
#define RAPIDITY_CUDA_API __attribute__((visibility("default")))
#else
#define RAPIDITY_CUDA_API
#endif

#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define RAPIDITY_HAS_EXCEPTIONS 1
#else
#define RAPIDITY_HAS_EXCEPTIONS 0
#endif
