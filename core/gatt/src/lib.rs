//! Bytes to values and back for GATT health characteristics.
#![no_std]
extern crate alloc;
