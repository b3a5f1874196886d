# Installs the library, copies the numbered examples elsewhere, builds them against it, runs them.
cmake_minimum_required(VERSION 3.22)
set(prefix ${WORK_DIR}/prefix)
set(elsewhere ${WORK_DIR}/elsewhere)
file(REMOVE_RECURSE ${prefix} ${elsewhere})

execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD_DIR} --prefix ${prefix}
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

set(configure ${CMAKE_COMMAND} -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${CXX}
    -D CMAKE_PREFIX_PATH=${prefix} -D Eigen3_DIR=${EIGEN_DIR})
foreach(example 01_distance 02_gradients 03_geodesics 04_means 05_models 06_autodiff 09_nearest)
  file(COPY ${SOURCE_DIR}/examples/${example} DESTINATION ${elsewhere})
  set(build ${elsewhere}/${example}/build)
  execute_process(COMMAND ${configure} -S ${elsewhere}/${example} -B ${build}
                  COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${build}/${example} COMMAND_ERROR_IS_FATAL ANY)
endforeach()

# Components: libtorch, libtorch_cuda, blas and cuda are there where those are; one that does not exist is refused
# by name.
set(components ${configure} -S ${SOURCE_DIR}/tests/package/components)
if(TORCH_DIR)
  execute_process(COMMAND ${components} -B ${elsewhere}/libtorch
                          -D COMPONENT=libtorch -D Torch_DIR=${TORCH_DIR}
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
if(HAS_LIBTORCH_CUDA)
  execute_process(COMMAND ${components} -B ${elsewhere}/libtorch_cuda
                          -D COMPONENT=libtorch_cuda -D Torch_DIR=${TORCH_DIR}
                  COMMAND_ERROR_IS_FATAL ANY)
elseif(TORCH_DIR)
  execute_process(COMMAND ${components} -B ${elsewhere}/libtorch_cuda -D COMPONENT=libtorch_cuda
                          -D Torch_DIR=${TORCH_DIR}
                  RESULT_VARIABLE code ERROR_VARIABLE error OUTPUT_QUIET)
  if(code EQUAL 0 OR NOT error MATCHES "needs a LibTorch with CUDA|without CUDA")
    message(FATAL_ERROR "libtorch_cuda was not refused with the reason:\n${error}")
  endif()
endif()
if(HAS_BLAS)
  execute_process(COMMAND ${components} -B ${elsewhere}/blas -D COMPONENT=blas
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
if(CUDA_COMPILER)
  # A program without CUDA's compiler, which runs anywhere; a program with a .cu file, and a kernel of its own,
  # which run where there is a GPU, and say so elsewhere.
  file(COPY ${SOURCE_DIR}/tests/package/gpu DESTINATION ${elsewhere})
  execute_process(COMMAND ${configure} -S ${elsewhere}/gpu -B ${elsewhere}/gpu/build COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${elsewhere}/gpu/build COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${elsewhere}/gpu/build/gpu_consumer COMMAND_ERROR_IS_FATAL ANY)
  foreach(example 07_gpu 08_own_kernel)
    file(COPY ${SOURCE_DIR}/examples/${example} DESTINATION ${elsewhere})
    set(build ${elsewhere}/${example}/build)
    execute_process(COMMAND ${configure} -D CMAKE_CUDA_COMPILER=${CUDA_COMPILER} -D CMAKE_CUDA_ARCHITECTURES=80
                            -S ${elsewhere}/${example} -B ${build}
                    COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND ${build}/${example} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
endif()
execute_process(COMMAND ${components} -B ${elsewhere}/unknown -D COMPONENT=tensorflow
                RESULT_VARIABLE code ERROR_VARIABLE error OUTPUT_QUIET)
if(code EQUAL 0 OR NOT error MATCHES "no component 'tensorflow'")
  message(FATAL_ERROR "An unknown component was not refused by name:\n${error}")
endif()
