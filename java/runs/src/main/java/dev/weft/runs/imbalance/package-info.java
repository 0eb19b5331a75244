/** Classes of unequal size: what that costs, and what helps. */
package dev.weft.runs.imbalance;
