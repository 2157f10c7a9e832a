#!/usr/bin/env node
// The `trueshelf` command is the launcher with the arguments it was given.
import './start.mjs';
