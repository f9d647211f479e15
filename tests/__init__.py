"""The tests read as what samizdat promises."""
