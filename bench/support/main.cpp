// Google Benchmark's own main, but telling first which case it runs on.

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  auto const& model = *tieline::bench::loaded_case().model;
  benchmark::AddCustomContext("feeders", std::to_string(model.n_feeder()));
  benchmark::AddCustomContext("sections", std::to_string(model.n_section()));
  benchmark::AddCustomContext("users", std::to_string(model.n_user()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
