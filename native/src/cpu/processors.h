// How many processors this process may use, which may be fewer than the machine has.
#pragma once

#include <optional>
#include <string>

namespace weft::cpu {

// Those that the scheduler gives this process (taskset, cpuset), at most as many as the CPU time of its control groups
// pays for; at least 1.
int available_processors();

// The whole processors that the quotas of control groups pay for, at least 1; none where no quota is set. One that is
// paid for in part does not count: the threads of a team wait for each other, so that one out of time stops them all.
//
// groups  the groups of a process, as /proc/self/cgroup has them: versions 1 and 2
// root    where the groups' files are, /sys/fs/cgroup
std::optional<int> quota_processors(const std::string& groups, const std::string& root);

}  // namespace weft::cpu
