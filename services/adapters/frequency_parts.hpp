#pragma once
// What several answers about frequency say of a user and of an outage.

#include <string>

#include "engine/history/history.hpp"
#include "engine/indices/repeat_outages.hpp"

#include "tieline/v1/frequency.pb.h"

namespace tieline::services {

/// Empty: unknown.
[[nodiscard]] std::string feeder_of(history::History const& history, history::UserId user);

/// Requires: an outage that happened, so one with an event.
[[nodiscard]] v1::CountedOutage counted_outage(history::History const& history,
                                               indices::UserOutage const& outage);

}  // namespace tieline::services
