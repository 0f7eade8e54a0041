//! The record as a program that uses the crate meets it.

mod adding;
mod asking;
mod harness;
mod judging;
mod killing;
mod versions;
