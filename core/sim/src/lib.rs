//! Simulated cuffs and oximeters.
