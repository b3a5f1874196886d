// The examples of the reference pages, as examples.cmake writes them.
#pragma once
#include <vector>

struct Page {
  const char* name;
  void (*example)();
  const char* output;  // what the page says that the example prints
};

extern const std::vector<Page> pages;
