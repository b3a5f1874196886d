// Runs the example of every reference page and compares what it prints with what the page says.
#include "pages.hpp"

#include <ios>
#include <iostream>
#include <sstream>

int main() {
  int failures = 0;
  for (const Page& page : pages) {
    std::ostringstream printed;
    std::streambuf* const terminal = std::cout.rdbuf(printed.rdbuf());
    std::cout.copyfmt(std::ios(nullptr));  // no example inherits another one's digits
    page.example();
    std::cout.rdbuf(terminal);
    if (printed.str() == page.output) continue;
    ++failures;
    std::cout << "docs/reference/" << page.name << ".md says:\n"
              << page.output << "its example prints:\n"
              << printed.str() << '\n';
  }
  std::cout << pages.size() - failures << " of " << pages.size()
            << " examples print what they should\n";
  return failures == 0 && !pages.empty() ? 0 : 1;
}
