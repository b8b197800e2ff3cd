// Writes the large feeder as a case folder, for the engines it is compared on:
//
//   build/bench/bin/large_feeder_case FOLDER [BUSES]

#include <cstdio>
#include <cstdlib>
#include <span>

#include "bench/support/large_feeder.hpp"

int main(int n_word, char** words) {
  auto const args = std::span{words, static_cast<std::size_t>(n_word)};
  if (args.size() < 2) {
    std::fputs("usage: large_feeder_case FOLDER [BUSES]\n", stderr);
    return 2;
  }
  tieline::bench::LargeFeederSize size;
  if (args.size() > 2) {
    size.n_bus = std::strtoul(args[2], nullptr, 10);
  }
  auto const written = tieline::bench::write_large_feeder(size, args[1]);
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().en.c_str());
    return 1;
  }
  return 0;
}
