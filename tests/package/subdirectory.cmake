# Builds and runs a project that takes the library in with add_subdirectory.
cmake_minimum_required(VERSION 3.22)
set(build ${WORK_DIR}/subdirectory)
file(REMOVE_RECURSE ${build})
execute_process(COMMAND ${CMAKE_COMMAND} -G ${GENERATOR} -S ${SOURCE_DIR}/tests/package/subdirectory
                        -B ${build} -D CMAKE_CXX_COMPILER=${CXX} -D Eigen3_DIR=${EIGEN_DIR}
                        -D RAPIDITY_SOURCE_DIR=${SOURCE_DIR}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${build} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${build}/consumer COMMAND_ERROR_IS_FATAL ANY)
