//! Migrations are compiled in: a new file has to compile this crate anew.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
