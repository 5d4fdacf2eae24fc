//! What a good connection says besides, told as the driver's table has it.

use serde::Serialize;

use super::Request;
use super::choose::Choice;
use super::why::Because;
use crate::drivers::{Telling, Told, Wish};
use crate::parse::Spelling;

/// Something that the driver cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unsaid {
    /// What was wished for.
    pub wish: Wish,
    /// In words: "keepalives".
    pub what: &'static str,
}

/// Tells the driver each wish in the first place that is open, by all the settings that its table has for that place.
pub(super) fn tell(request: &Request, out: &mut Choice) {
    for &(wish, number) in &request.wishes {
        let is_open = |place: Telling| place != Telling::InUrl || out.spelling != Spelling::Parts;
        let place = request.told(wish).map(|told| told.place).find(|place| is_open(*place));
        for told in request.told(wish).filter(|told| Some(told.place) == place) {
            say(told, number, out);
        }
        if place.is_none() {
            out.unsaid.push(Unsaid { wish, what: wish.label() });
        }
    }
}

impl Request {
    /// How the driver is told `wish` beside the other wishes.
    pub(super) fn told(&self, wish: Wish) -> impl Iterator<Item = &'static Told> + use<> {
        let is_sized = self.wishes.iter().any(|it| it.0 == Wish::PoolSize);
        self.driver.told(wish).filter(move |told| told.fits(is_sized))
    }
}

fn say(told: &Told, number: u32, out: &mut Choice) {
    let text = told.with(number);
    let because = Because::Wish(told.what);
    match told.place {
        Telling::InUrl => {
            if let Some((name, value)) = text.split_once('=') {
                out.param(name, value, because);
            }
        }
        Telling::InCode => {
            out.reasons.push((text.clone(), because));
            out.in_code.push(text);
        }
        Telling::OfPool => {
            out.reasons.push((text.clone(), because));
            out.pool.push(text);
        }
    }
}
