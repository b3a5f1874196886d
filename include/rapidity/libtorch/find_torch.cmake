# find_package(Torch 1.13), mended: sets Torch_FOUND and TORCH_LIBRARIES. Included here, with
# rapidity_torch_on_cpu as set, and once installed by rapidityConfig.cmake, without. Sets
# rapidity_libtorch_cuda_link_options, which rapidity::libtorch_cuda has to have.

# Torch's package file looks for its own libraries in the system's folders first. Where Torch_DIR names
# another LibTorch than the system's, it would mix the two: so its prefix goes ahead, and what an earlier
# run found elsewhere is forgotten.
set(rapidity_prefix_path "${CMAKE_PREFIX_PATH}")
if(Torch_DIR)
  get_filename_component(rapidity_torch_prefix "${Torch_DIR}/../../.." ABSOLUTE)
  list(PREPEND CMAKE_PREFIX_PATH "${rapidity_torch_prefix}")
  if(NOT rapidity_torch_prefix STREQUAL RAPIDITY_TORCH_PREFIX)
    foreach(variable Caffe2_DIR TORCH_LIBRARY c10_LIBRARY kineto_LIBRARY C10_CUDA_LIBRARY)
      unset(${variable} CACHE)
    endforeach()
    set(RAPIDITY_TORCH_PREFIX "${rapidity_torch_prefix}" CACHE INTERNAL "")
  endif()
endif()

# A LibTorch with CUDA, as pip's, ends the configuration where it finds no CUDA toolkit, or an older one.
# Nothing needs one here: LibTorch brings the libraries that it loads, and rapidity::cuda the toolkit's headers.
# Where the toolkit's targets exist already, empty as they are, its package file looks for none. A
# project that could compile for CUDA itself gets the real ones.
if(NOT TARGET torch::cudart)
  if(NOT rapidity_torch_on_cpu)
    include(CheckLanguage)
    check_language(CUDA)
  endif()
  if(rapidity_torch_on_cpu OR NOT CMAKE_CUDA_COMPILER)
    add_library(torch::cudart INTERFACE IMPORTED)
    add_library(torch::nvtoolsext INTERFACE IMPORTED)
  endif()
endif()

find_package(Torch 1.13 QUIET)
set(CMAKE_PREFIX_PATH "${rapidity_prefix_path}")

# The CUDA that pip's LibTorch was built with lies in folders beside it, which its own libraries alone know. In a
# program that links the toolkit's cuBLASLt as well, the toolkit's folder would come first: LibTorch's cuBLAS
# would get a cuBLASLt of another release, and the linker may take an older NCCL that lies there. So theirs go ahead.
set(rapidity_libtorch_cuda_link_options)
if(Torch_FOUND AND UNIX)
  get_filename_component(rapidity_torch_neighbours "${TORCH_INSTALL_PREFIX}/.." ABSOLUTE)
  file(GLOB rapidity_torch_cuda_folders "${rapidity_torch_neighbours}/nvidia/*/lib")
  if(rapidity_torch_cuda_folders)
    list(JOIN rapidity_torch_cuda_folders ":" rapidity_torch_cuda_path)
    set(rapidity_libtorch_cuda_link_options "LINKER:-rpath,${rapidity_torch_cuda_path}")
  endif()
endif()
