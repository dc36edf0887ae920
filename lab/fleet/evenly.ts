/** Picks a share of what comes by, evenly: three of every four for 0.75. By chance, short periods would differ too much. */

/** Answers whether this one is picked, for the share (0 to 1) that holds now. */
export function evenly(): (share: number) => boolean {
  let owed = 0;
  return (share) => {
    owed += share;
    if (owed < 1) return false;
    owed -= 1;
    return true;
  };
}
