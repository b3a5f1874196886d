# What <rapidity/rapidity.hpp> adds to <Eigen/Core>, in bytes after the preprocessor, which is what compile
# time follows: 1.08 times when this was written (compile time 1.14 times). The budget is generous; a heavy
# standard header or another library would break it.
cmake_minimum_required(VERSION 3.22)
set(budget_percent 125)

function(measure header result)
  set(unit ${WORK_DIR}/include_cost.cpp)
  file(WRITE ${unit} "#include <${header}>\n")
  execute_process(COMMAND ${CXX} -std=c++17 -E -P ${INCLUDES} ${unit} OUTPUT_VARIABLE text
                  COMMAND_ERROR_IS_FATAL ANY)
  string(LENGTH "${text}" length)
  set(${result} ${length} PARENT_SCOPE)
endfunction()

measure(Eigen/Core eigen)
measure(rapidity/rapidity.hpp ours)
measure(rapidity/row/row.hpp row)
math(EXPR percent "100 * ${ours} / ${eigen}")
message(STATUS "Bytes after the preprocessor: Eigen/Core ${eigen}, rapidity.hpp ${ours} (${percent} %), "
               "row/row.hpp ${row}")
if(percent GREATER budget_percent)
  message(FATAL_ERROR "rapidity.hpp is ${percent} % of Eigen/Core; the budget is ${budget_percent} %")
endif()
if(row GREATER eigen)
  message(FATAL_ERROR "row/row.hpp, which must not know Eigen, is larger than Eigen/Core")
endif()
