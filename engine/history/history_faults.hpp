#pragma once
// The kinds of fault that Builder finds in history/, and tell_changes() between two. Codes:
// docs/methods/input.md.

#include <span>

#include "engine/network/faults.hpp"

namespace tieline::history {

using network::FaultKind;

extern FaultKind const kOutsideClock;
extern FaultKind const kEventDiffers;
extern FaultKind const kSliceOverlap;
extern FaultKind const kNoHouseholds;
extern FaultKind const kNoSupplyLost;
extern FaultKind const kHalfLimited;
extern FaultKind const kEndBeforeStart;
extern FaultKind const kZeroLength;
extern FaultKind const kNoEndYet;
extern FaultKind const kOverlap;
extern FaultKind const kSameRow;
extern FaultKind const kLikelySame;
extern FaultKind const kInFuture;
extern FaultKind const kStampInFuture;
extern FaultKind const kStampOutsideClock;
extern FaultKind const kLongOutage;
extern FaultKind const kClockSkew;
extern FaultKind const kStampOrder;
extern FaultKind const kRestoredTwice;
extern FaultKind const kNeverRestored;
extern FaultKind const kUnknownUser;
extern FaultKind const kUserGone;
extern FaultKind const kUnknownEquipment;
extern FaultKind const kUnknownFeeder;
extern FaultKind const kOtherFeeder;
extern FaultKind const kPlanMissing;
extern FaultKind const kFaultWithPlan;
extern FaultKind const kMedTwice;
extern FaultKind const kMedWithoutRecords;
extern FaultKind const kEndReplaced;
extern FaultKind const kEndDiffers;
extern FaultKind const kEventEdited;
extern FaultKind const kEventLate;
extern FaultKind const kEventGone;
extern FaultKind const kUserDropped;
extern FaultKind const kPlanUnknown;
extern FaultKind const kNoSuchEvent;

/// Every kind above, in order of code.
[[nodiscard]] std::span<FaultKind const* const> history_fault_kinds();

}  // namespace tieline::history
