// The interpreter of PTX: each family of instructions, and each check.
#include <doctest/doctest.h>

#include "ptx/launch.h"
