# A program without exceptions that makes an error aborts, and its last words say which.
cmake_minimum_required(VERSION 3.22)
execute_process(COMMAND ${PROGRAM} error RESULT_VARIABLE code ERROR_VARIABLE error)
if(code MATCHES "^[0-9]+$" OR NOT error MATCHES "rapidity::Curvature: .*, got -2\n")
  message(FATAL_ERROR "Expected an abort that names rapidity::Curvature; ended with '${code}', saying '${error}'")
endif()
