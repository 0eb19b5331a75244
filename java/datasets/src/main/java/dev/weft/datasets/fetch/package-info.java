/** Downloads that can be trusted: mirrors, resumed parts, locks, commands of the system. */
package dev.weft.datasets.fetch;
