const { tally } = await import("./tally.mjs");
const ask = async (prisma, text, number) => (await prisma.$queryRawUnsafe(text, number))[0].answer;
await tally(
  "@prisma/client",
  "$1",
  (text, number) => ask(prisma, text, number),
  (text, insert, number) =>
    prisma.$transaction(
      async (prisma) => {
        const answer = await ask(prisma, text, number);
        await prisma.$executeRawUnsafe(insert, number);
        return answer;
      },
      // A busy machine is not what is tried here.
      { maxWait: 20_000, timeout: 20_000 },
    ),
);
