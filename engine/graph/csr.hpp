#pragma once
// Compressed adjacency of an undirected multigraph, owned (Csr) or borrowed (CsrView).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/id.hpp"
#include "engine/base/id_vec.hpp"

namespace tieline::graph {

/// One end of an edge as seen from a vertex.
template <class Vertex, class Edge>
struct Arc {
  Vertex to;
  Edge via;
};

/// The two ends of an edge; `a` none() leaves the edge out.
template <class Vertex>
struct Ends {
  Vertex a, b;
};

/// A borrowed adjacency: the arcs of `v` are arcs[begin[v], begin[v + 1]).
/// `ArcType` has members `to` and `via`. Shapes: `begin` [n_vertex + 1].
template <class Vertex, class ArcType>
struct CsrView {
  std::span<std::uint32_t const> begin;
  std::span<ArcType const> arcs;

  [[nodiscard]] std::size_t n_vertex() const { return begin.empty() ? 0 : begin.size() - 1; }
  [[nodiscard]] std::span<ArcType const> arcs_of(Vertex v) const {
    auto const first = begin[v.index()];
    return arcs.subspan(first, begin[v.index() + 1] - first);
  }
};

/// An owning adjacency. Arcs of a vertex keep the order of the edges; an edge whose ends are the
/// same vertex appears twice there.
template <class Vertex, class Edge>
class Csr {
 public:
  using ArcType = Arc<Vertex, Edge>;

  Csr() = default;
  /// Cost: O(n_vertex + n_edge). Arcs must be fewer than 2³².
  Csr(std::size_t n_vertex, IdSpan<Edge, Ends<Vertex> const> edges) : begin_(n_vertex + 1, 0) {
    for (auto const& ends : edges) {
      if (ends.a.is_some()) {
        ++begin_[ends.a.index()];
        ++begin_[ends.b.index()];
      }
    }
    std::uint32_t total = 0;
    for (auto& count : begin_) {
      total += count;
      count = total;
    }
    arcs_.resize(total);
    for (auto row = edges.size(); row-- > 0;) {  // backwards, so begin_ ends where it belongs
      auto const edge = Edge{row};
      if (auto const ends = edges[edge]; ends.a.is_some()) {
        arcs_[--begin_[ends.b.index()]] = {ends.a, edge};
        arcs_[--begin_[ends.a.index()]] = {ends.b, edge};
      }
    }
  }
  [[nodiscard]] std::span<ArcType const> arcs_of(Vertex v) const { return view().arcs_of(v); }
  [[nodiscard]] std::size_t n_vertex() const { return view().n_vertex(); }
  [[nodiscard]] CsrView<Vertex, ArcType> view() const { return {begin_, arcs_}; }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<ArcType> arcs_;
};

}  // namespace tieline::graph
