#pragma once
// The kinds of fault that build() finds: references, topology, loads. Codes: docs/methods/input.md.

#include <span>

#include "engine/network/faults.hpp"

namespace tieline::network {

extern FaultKind const kTooLarge;
extern FaultKind const kDuplicateCopy;
extern FaultKind const kDuplicateDiffers;
extern FaultKind const kDuplicateReferenced;
extern FaultKind const kSameDeviceTwice;
extern FaultKind const kDanglingEnd;
extern FaultKind const kSourceWithoutNode;
extern FaultKind const kFeederWithoutHead;
extern FaultKind const kUnfedIsland;
extern FaultKind const kFeederFeedsNothing;
extern FaultKind const kNormalLoop;
extern FaultKind const kLineLoop;
extern FaultKind const kParallelSources;
extern FaultKind const kTieInsideFeeder;
extern FaultKind const kSwitchTerminals;
extern FaultKind const kSelfLoop;
extern FaultKind const kLengthImpossible;
extern FaultKind const kLengthUnusual;
extern FaultKind const kBridgedSwitch;
extern FaultKind const kVoltageMismatch;
extern FaultKind const kUserWithoutNode;
extern FaultKind const kUserWithoutFeeder;
extern FaultKind const kSecondSupplyUnknown;
extern FaultKind const kSecondSupplySame;
extern FaultKind const kFeederInsideFeeder;
extern FaultKind const kHeadShared;
extern FaultKind const kNoHouseholds;
extern FaultKind const kManyHouseholds;
extern FaultKind const kLoopCloseUnknown;
extern FaultKind const kSourceRatingMissing;
extern FaultKind const kForeignTie;
extern FaultKind const kUnownedTies;
extern FaultKind const kCoordinatesZero;
extern FaultKind const kCoordinatesDegrees;
extern FaultKind const kCollapsedNode;
extern FaultKind const kNameReference;
extern FaultKind const kNameAmbiguous;
extern FaultKind const kUnitsTooLarge;
extern FaultKind const kUnitsTooSmall;
extern FaultKind const kNegativeLoad;
extern FaultKind const kOverloadedUser;
extern FaultKind const kSourceOversubscribed;
extern FaultKind const kHeadOversubscribed;
extern FaultKind const kPeakBelowMean;
extern FaultKind const kProfileIncomplete;
extern FaultKind const kProfileUnknown;

/// Every kind above, in order of code.
[[nodiscard]] std::span<FaultKind const* const> network_fault_kinds();

}  // namespace tieline::network
