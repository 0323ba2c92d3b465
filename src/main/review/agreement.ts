/**
 * Cohen's kappa of two raters over the same units, each in one category (Cohen, "A coefficient of agreement
 * for nominal scales", Educational and Psychological Measurement 20 (1960) 37-46): (p_o - p_e) / (1 - p_e),
 * where p_o is the share of units that both put in the same category, and p_e the share to be expected if
 * each had spread the same categories over the units without looking.
 *
 * @returns null without units, and where both put everything in one category, so that chance explains all
 */
export function cohensKappa(pairs: readonly (readonly [one: string, other: string])[]): number | null {
  if (pairs.length === 0) return null;
  const ones = new Map<string, number>();
  const others = new Map<string, number>();
  let same = 0;
  for (const [one, other] of pairs) {
    count(ones, one);
    count(others, other);
    if (one === other) same += 1;
  }
  // In counts until the last step: p_o = 1 is then exact, and with it a kappa of 1.
  let chance = 0;
  for (const [category, times] of ones) chance += times * (others.get(category) ?? 0);
  const units = pairs.length;
  const most = units * units;
  return chance === most ? null : (same * units - chance) / (most - chance);
}

/**
 * Krippendorff's alpha for nominal values of any number of raters, some of which may be missing
 * (Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011): 1 - D_o / D_e, where D_o is the
 * disagreement seen within units and D_e the one to be expected if the same values had been paired without
 * regard to units. A unit with fewer than two values says nothing of agreement and is left out.
 *
 * @param units for each unit the raters' values, null where one gave none
 * @returns null where there are no pairs of values, or only one value throughout
 */
export function krippendorffsAlpha(units: readonly (readonly (string | null)[])[]): number | null {
  const totals = new Map<string, number>();
  let pairable = 0;
  let disagreeing = 0;
  for (const unit of units) {
    const values = unit.filter((value) => value !== null);
    if (values.length < 2) continue;
    const counts = new Map<string, number>();
    for (const value of values) count(counts, value);
    let alike = 0;
    for (const [value, times] of counts) {
      alike += times * (times - 1);
      count(totals, value, times);
    }
    pairable += values.length;
    // Each unit's pairs weigh together as much as it has values.
    disagreeing += (values.length * (values.length - 1) - alike) / (values.length - 1);
  }
  let expected = pairable * (pairable - 1);
  for (const times of totals.values()) expected -= times * (times - 1);
  return expected <= 0 ? null : 1 - (disagreeing * (pairable - 1)) / expected;
}

function count(counts: Map<string, number>, key: string, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
