//! How long it takes to read a string: as one driver, as all of them, and beside `tokio-postgres` and the `url` crate,
//! which read it for good. Texts that nobody would write show that time grows with their length and no faster: the
//! throughput stays the same from row to row.

#![allow(clippy::expect_used)]

use connlint_core::drivers::{DRIVERS, DriverAt, by_name};
use connlint_core::parse::Spelling;
use connlint_core::{Options, lint};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

const PLAIN: &str = "postgresql://app:s3cr3t@db.example.com:5432/shop";
const WITH_QUERY: &str = "postgresql://app:s3cr3t@db.example.com:5432/shop?sslmode=require";
const TEXTS: [&str; 2] = [PLAIN, WITH_QUERY];

fn main() {
    divan::main();
}

fn driver_names() -> impl Iterator<Item = &'static str> {
    DRIVERS.iter().map(|driver| driver.name)
}

fn read_as(bencher: Bencher, driver: &str, text: &str) {
    let driver = DriverAt::newest(by_name(driver).expect("a driver"));
    bencher.bench(|| driver.read(black_box(text), Spelling::Uri));
}

fn read_as_all(text: &str) {
    for driver in DRIVERS {
        black_box(DriverAt::newest(driver).read(black_box(text), Spelling::Uri));
    }
}

#[divan::bench(args = driver_names(), sample_size = 1000)]
fn plain_as(bencher: Bencher, driver: &str) {
    read_as(bencher, driver, PLAIN);
}

#[divan::bench(args = driver_names(), sample_size = 1000)]
fn with_query_as(bencher: Bencher, driver: &str) {
    read_as(bencher, driver, WITH_QUERY);
}

mod side_by_side {
    use super::*;

    #[divan::bench(args = TEXTS)]
    fn all_drivers(text: &str) {
        read_as_all(text);
    }

    #[divan::bench(args = TEXTS)]
    fn as_tokio_postgres(bencher: Bencher, text: &str) {
        read_as(bencher, "tokio-postgres", text);
    }

    #[divan::bench(args = TEXTS)]
    fn tokio_postgres_itself(text: &str) -> tokio_postgres::Config {
        black_box(text).parse().expect("a connection string")
    }

    #[divan::bench(args = TEXTS)]
    fn url_crate(text: &str) -> url::Url {
        url::Url::parse(black_box(text)).expect("a URL")
    }
}

const ENV_FILE: &str = "\
# The shop.
APP_NAME=shop
LOG_LEVEL=info
PORT=8080
DATABASE_URL=postgresql://app:s3cr3t@db.example.com:5432/shop?sslmode=require
REDIS_URL=redis://cache.example.com:6379/0
SESSION_SECRET=0123456789abcdef
";

#[divan::bench]
fn lint_env_file(bencher: Bencher) {
    let options = Options::default();
    bencher.bench(|| lint(black_box(ENV_FILE), Some(".env"), &options));
}

mod growth {
    use super::*;

    const LENGTHS: [usize; 3] = [1_000, 10_000, 100_000];

    /// `start` and as many of `piece` as it takes.
    fn long(start: &str, piece: &str, length: usize) -> String {
        start.to_owned() + &piece.repeat(length / piece.len())
    }

    fn bench(bencher: Bencher, text: &str) {
        bencher.counter(BytesCount::of_str(text)).bench(|| read_as_all(text));
    }

    #[divan::bench(args = LENGTHS)]
    fn at_signs(bencher: Bencher, length: usize) {
        bench(bencher, &long("postgresql://", "@", length));
    }

    #[divan::bench(args = LENGTHS)]
    fn hosts(bencher: Bencher, length: usize) {
        bench(bencher, &long("postgresql://", "a:1,", length));
    }

    #[divan::bench(args = LENGTHS)]
    fn escapes(bencher: Bencher, length: usize) {
        bench(bencher, &long("postgresql://u:p@h/", "%25", length));
    }

    #[divan::bench(args = LENGTHS)]
    fn parameters(bencher: Bencher, length: usize) {
        bench(bencher, &long("postgresql://u:p@h/d?", "application_name=x&", length));
    }

    #[divan::bench(args = LENGTHS)]
    fn segments(bencher: Bencher, length: usize) {
        bench(bencher, &long("postgresql://u:p@h/", "a/../", length));
    }
}
