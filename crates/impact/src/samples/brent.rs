//! Where a function crosses 0 (Brent 1973, chapter 4).

/// Wide enough for any function here; each step at least halves the bracket every other time.
const MOST_STEPS: usize = 1000;

/// A zero of `f` between `low` and `high`, to within `tolerance`; `None` where the function has the same sign at both.
///
/// The steps are those of R's `uniroot` one by one. A rank statistic is a step function, and where within `tolerance` its
/// zero is found depends on the way there.
#[expect(clippy::many_single_char_names, reason = "the letters are Brent's")]
pub(crate) fn root(low: f64, high: f64, tolerance: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa.is_nan() || fb.is_nan() || fa * fb > 0.0 {
        return None;
    }
    if fa == 0.0 {
        return Some(a);
    }
    let (mut c, mut fc) = (a, fa);
    for _ in 0..MOST_STEPS {
        let before = b - a;
        // b is the best so far, a the one before it, c on the other side of the zero.
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let least = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= least || fb == 0.0 {
            return Some(b);
        }
        let mut step = half;
        if before.abs() >= least && fa.abs() > fb.abs() {
            let (p, q) = interpolated((a, fa), (b, fb), (c, fc));
            if p < 0.75 * (c - b) * q - (least * q).abs() / 2.0 && p < (before * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < least {
            step = if step > 0.0 { least } else { -least };
        }
        (a, fa) = (b, fb);
        b += step;
        fb = f(b);
        if (fb > 0.0 && fc > 0.0) || (fb < 0.0 && fc < 0.0) {
            (c, fc) = (a, fa);
        }
    }
    None
}

/// The step `p / q` from `b`, by a line through two points or an inverse parabola through three; `p ≥ 0`.
#[expect(clippy::many_single_char_names, reason = "the letters are Brent's")]
#[expect(clippy::float_cmp, reason = "two of the three points are the same one, or not")]
fn interpolated((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64)) -> (f64, f64) {
    let across = c - b;
    let (p, q) = if a == c {
        (across * (fb / fa), 1.0 - fb / fa)
    } else {
        let (ac, bc, ba) = (fa / fc, fb / fc, fb / fa);
        let p = ba * (across * ac * (ac - bc) - (b - a) * (bc - 1.0));
        (p, (ac - 1.0) * (bc - 1.0) * (ba - 1.0))
    };
    if p > 0.0 { (p, -q) } else { (-p, q) }
}
