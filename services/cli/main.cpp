#include <string>
#include <vector>

#include "services/cli/run.hpp"
#include "services/cli/unfinished.hpp"

int main(int argc, char** argv) {
  tieline::services::watch_interrupts();
  return static_cast<int>(
      tieline::services::run(std::vector<std::string>{argv + (argc > 0 ? 1 : 0), argv + argc}));
}
