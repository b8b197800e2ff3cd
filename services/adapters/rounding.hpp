#pragma once
// Figures as reports print them: rounded half away from zero, at print only (domain §1.6).

#include <string>

namespace tieline::services {

/// `figure` with so many decimals: 0.0625 with 3 is "0.063", -2.5 with 0 is "-3". A decimal half
/// counts as one though its nearest double lies below it (1.0005 with 3 is "1.001"); printf and fmt
/// take the even neighbour of a half, and the lower of those. Precondition: decimals in 0..9.
[[nodiscard]] std::string fixed(double figure, int decimals);

}  // namespace tieline::services
