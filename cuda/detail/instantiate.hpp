#pragma once

/// MACRO(T) for every type of rows.
#define RAPIDITY_FOR_ROW_TYPES(MACRO) \
  MACRO(float)                        \
  MACRO(double)                       \
  MACRO(__nv_bfloat16)                \
  MACRO(__half)
