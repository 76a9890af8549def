// Loaded into a process before the program: its clock goes ahead of the machine's, as if the command were run so much later.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const { now } = Date;
Date.now = () => now() + aheadMs;
