#pragma once
// A CSR and an edge mask lent to Boost.Graph: nothing is copied, nothing is stored in BGL types.
//
// Models VertexListGraph and IncidenceGraph (undirected, parallel edges allowed). Algorithms must
// be given their maps and queues; their default arguments allocate.

#include <cstddef>
#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/iterator_facade.hpp>

#include "engine/base/id_bits.hpp"
#include "engine/graph/csr.hpp"

namespace tieline::graph {

/// The graph of `csr` without the edges that `mask` leaves out (null: all are in).
/// The view borrows both; it is as cheap to copy as three pointers.
template <class Vertex, class Edge, class ArcType = Arc<Vertex, Edge>>
struct BglView {
  CsrView<Vertex, ArcType> csr;
  IdBits<Edge> const* mask = nullptr;

  [[nodiscard]] bool has(Edge edge) const { return mask == nullptr || mask->test(edge); }
};

/// Edge descriptor: the edge as walked from one end.
template <class Vertex, class Edge>
struct WalkedEdge {
  Vertex from, to;
  Edge via;
  friend bool operator==(WalkedEdge const&, WalkedEdge const&) = default;
};

/// Steps over vertices in order.
template <class Vertex>
class VertexIterator : public boost::iterator_facade<VertexIterator<Vertex>, Vertex,
                                                     boost::random_access_traversal_tag, Vertex> {
 public:
  VertexIterator() = default;
  explicit VertexIterator(std::ptrdiff_t at) : at_{at} {}

 private:
  friend class boost::iterator_core_access;
  [[nodiscard]] Vertex dereference() const { return Vertex{static_cast<std::size_t>(at_)}; }
  [[nodiscard]] bool equal(VertexIterator const& other) const { return at_ == other.at_; }
  void increment() { ++at_; }
  void decrement() { --at_; }
  void advance(std::ptrdiff_t n) { at_ += n; }
  [[nodiscard]] std::ptrdiff_t distance_to(VertexIterator const& other) const {
    return other.at_ - at_;
  }
  std::ptrdiff_t at_ = 0;
};

/// Steps over the arcs of a vertex that the mask lets through.
template <class Vertex, class Edge, class ArcType>
class OutEdgeIterator
    : public boost::iterator_facade<OutEdgeIterator<Vertex, Edge, ArcType>,
                                    WalkedEdge<Vertex, Edge>, boost::forward_traversal_tag,
                                    WalkedEdge<Vertex, Edge>> {
 public:
  OutEdgeIterator() = default;
  OutEdgeIterator(Vertex from, ArcType const* at, ArcType const* end, IdBits<Edge> const* mask)
      : from_{from}, at_{at}, end_{end}, mask_{mask} {
    skip_masked();
  }

 private:
  friend class boost::iterator_core_access;
  [[nodiscard]] WalkedEdge<Vertex, Edge> dereference() const { return {from_, at_->to, at_->via}; }
  [[nodiscard]] bool equal(OutEdgeIterator const& other) const { return at_ == other.at_; }
  void increment() {
    ++at_;
    skip_masked();
  }
  void skip_masked() {
    while (mask_ != nullptr && at_ != end_ && !mask_->test(at_->via)) {
      ++at_;
    }
  }
  Vertex from_{};
  ArcType const* at_ = nullptr;
  ArcType const* end_ = nullptr;
  IdBits<Edge> const* mask_ = nullptr;
};

/// Property map vertex → 0…n-1.
template <class Vertex>
struct VertexIndexMap {
  using key_type = Vertex;
  using value_type = std::size_t;
  using reference = std::size_t;
  using category = boost::readable_property_map_tag;
  friend std::size_t get(VertexIndexMap, Vertex v) { return v.index(); }
};

template <class V, class E, class A>
[[nodiscard]] std::size_t num_vertices(BglView<V, E, A> const& g) {
  return g.csr.n_vertex();
}
template <class V, class E, class A>
[[nodiscard]] std::pair<VertexIterator<V>, VertexIterator<V>> vertices(BglView<V, E, A> const& g) {
  return {VertexIterator<V>{0}, VertexIterator<V>{static_cast<std::ptrdiff_t>(g.csr.n_vertex())}};
}
template <class V, class E, class A>
[[nodiscard]] std::pair<OutEdgeIterator<V, E, A>, OutEdgeIterator<V, E, A>> out_edges(
    V v, BglView<V, E, A> const& g) {
  auto const arcs = g.csr.arcs_of(v);
  auto const* const end = arcs.data() + arcs.size();
  return {{v, arcs.data(), end, g.mask}, {v, end, end, g.mask}};
}
template <class V, class E, class A>
[[nodiscard]] std::size_t out_degree(V v, BglView<V, E, A> const& g) {
  std::size_t n = 0;
  for (auto const& arc : g.csr.arcs_of(v)) {
    n += g.has(arc.via) ? 1U : 0U;
  }
  return n;
}
template <class V, class E, class A>
[[nodiscard]] V source(WalkedEdge<V, E> const& edge, BglView<V, E, A> const&) {
  return edge.from;
}
template <class V, class E, class A>
[[nodiscard]] V target(WalkedEdge<V, E> const& edge, BglView<V, E, A> const&) {
  return edge.to;
}
template <class V, class E, class A>
[[nodiscard]] VertexIndexMap<V> get(boost::vertex_index_t, BglView<V, E, A> const&) {
  return {};
}
template <class V, class E, class A>
[[nodiscard]] std::size_t get(boost::vertex_index_t, BglView<V, E, A> const&, V v) {
  return v.index();
}

struct ViewTraversal : boost::incidence_graph_tag, boost::vertex_list_graph_tag {};

}  // namespace tieline::graph

namespace boost {

template <class V, class E, class A>
struct graph_traits<tieline::graph::BglView<V, E, A>> {
  using vertex_descriptor = V;
  using edge_descriptor = tieline::graph::WalkedEdge<V, E>;
  using directed_category = undirected_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  using traversal_category = tieline::graph::ViewTraversal;
  using vertex_iterator = tieline::graph::VertexIterator<V>;
  using out_edge_iterator = tieline::graph::OutEdgeIterator<V, E, A>;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  static vertex_descriptor null_vertex() { return V::none(); }
};
// The biconnected algorithms deduce `Graph const`.
template <class V, class E, class A>
struct graph_traits<tieline::graph::BglView<V, E, A> const>
    : graph_traits<tieline::graph::BglView<V, E, A>> {};

template <class V, class E, class A>
struct property_map<tieline::graph::BglView<V, E, A>, vertex_index_t> {
  using type = tieline::graph::VertexIndexMap<V>;
  using const_type = type;
};
template <class V, class E, class A>
struct property_map<tieline::graph::BglView<V, E, A> const, vertex_index_t>
    : property_map<tieline::graph::BglView<V, E, A>, vertex_index_t> {};

}  // namespace boost
