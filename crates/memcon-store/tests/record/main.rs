//! The record as a program that uses the crate meets it.

mod adding;
mod harness;
mod killing;
