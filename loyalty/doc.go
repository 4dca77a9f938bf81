// Package loyalty is the engine of a loyalty program: points that are right at
// every instant with no nightly job, tiers that never flap, and an answer to
// every "why". It computes and stores nothing: the caller keeps the rows.
//
// # Where to begin
//
// A [Program] is the rules, as data: write one, or clone a preset such as
// [PointsProgram]. [Compile] makes an [Engine] of it and reports every fault.
// What happens to a member is an [Event]; the engine decides what follows from
// it, the caller stores the entries, and an [Account] is their fold:
//
//	account, err := loyalty.Fold(member, rows) // the member's rows, by seq
//	if err != nil {
//		return err
//	}
//	decision, err := engine.Decide(account, loyalty.Event{ID: "order/" + o.ID, At: o.PaidAt, Data: loyalty.Order{...}})
//	if err != nil {
//		return err // nothing has changed
//	}
//	// In one transaction: INSERT decision.Entries. UNIQUE(account, seq) refuses
//	// the second of two concurrent writers, who then reads and decides again.
//	account, err = account.Append(decision.Entries...) // the account after it
//
// Amounts of money are decimals of github.com/shopspring/decimal.
//
// From there: [Engine.Quote] is the cart page, [Account.Balance] and
// [Account.Expiring] the member's page, [Engine.Standing] and [Engine.Goals] the
// tier and the way to the next one. examples/sqlstore is the same on a real
// database.
//
// # Decide and fold
//
// Rules run once, in [Engine.Decide]. The entries carry the outcome, flat, one
// table row each, and [Fold] knows no rules: neither a change of the program
// nor of this package ever restates what was granted. An account is its
// entries; it answers for any instant, past or future.
//
// Nothing has to be swept. Points open, lapse and are released from holds by
// the instants in their entries: every query takes the time it is asked for.
// Whoever wants those movements as rows can book them ([Engine.Due]); no answer
// depends on it.
//
// # Orders are state
//
// An [Order] says what the order is now. To tell of a partial return is to say
// the order again with what is left of it, to cancel it with no lines at all.
// The engine posts the difference between what the order deserves, by the
// edition, the tier and the instant of its first event with something in it, and
// what it was given. So any path of edits leads to the same points, a full
// return takes exactly what was given, and repeating an event does nothing. Activities and referrals
// are state in the same way.
//
// Each time is an event of its own, with an ID of its own. A partial return of
// an order that points paid a part of is three things: the order said again
// with what is left of its lines and of its PointsPaid, the share of money and
// points that goes back, and the points given back:
//
//	engine.Decide(account, Event{ID: "order/o1/2", At: now, Data: whatIsLeft})
//	back, err := engine.PayBack(MixedPayment{Points: 2000, Worth: worth, Cash: cash}, returned, now)
//	engine.Decide(account, Event{ID: "back/o1/2", At: now, Data: Cancel{Redemption: "paid/o1", Points: back.Points}})
//
// # Points
//
//   - A lot is the points of one grant, spendable in [Opens, Closes). By default
//     it opens when its order is settled: when the return window
//     ([Edition.Settle]) is over, or a [Settle] event says so.
//   - Points are spent from the lot that closes soonest.
//   - A [Cancel] returns points to their lots, last taken first, with their old
//     expiry; where a lot has lapsed meanwhile they live on for a few days.
//   - A [Hold] ends by itself. A lot that closes while it is held stays usable
//     for that hold.
//   - A return takes the order's own points first, pending ones too. What of
//     them has lapsed was never a benefit. [Shortfall] says what becomes of the
//     rest. What is forgiven stays as a claim on points that come back from a
//     redemption made before: to buy, spend, return and cancel makes nothing.
//   - Debt and available points never exist together; nothing is ever negative.
//   - An event that arrives late is valued then and posted now: rules, periods
//     and expiry go by its At, its effect begins when it is posted.
//   - At one instant holds end first, then lots open and pay off debt, then lots
//     close; events come after that, in the order they are posted.
//
// # Tiers
//
// A [Ladder] has tiers that metrics of a window reach: spend, orders, points, or
// what activities count; over the last months, periods of the calendar or since
// the member joined. A tier is reached at once and kept for as long as it was
// promised; burning, lapsing and transferring points never change it, and one
// purchase more never means a tier less. Orders count once they are final, by
// when they were placed. [Engine.Standing] says what is held, since when, until
// when and why, [Engine.Goals] what is missing by when: who does exactly that
// gets there. [SetTier] gives a tier by hand. [Engine.Benefits] resolves what
// tiers give to a cart, [Engine.Opens] early access to a sale.
//
// # Occasions and referrals
//
// Birthdays, anniversaries and the like are activities that somebody has to
// tell: [Engine.Occasions] lists those of a time, ready to be applied, each with
// an ID that makes it count once. A member who was brought ([Enrol.Referrer])
// pays both sides with the first order; [Decision.Follow] has the events for the
// referrer's account, to be stored with the entries and applied when convenient.
//
// # Across accounts
//
// [Liability] adds up what is owed to members by edition and month, with the
// breakage that [Develop] estimates from how points were redeemed so far;
// [Deferral] recognises revenue as IFRS 15 has it. [Engine.KPIs] are the key
// figures of a period. [Impact] tells what another program would have meant to
// the members there are, [Engine.Replay] restates one account from its events in
// any order. [Engine.Surprise] draws gifts within a budget, from a seed.
//
// # Rounding
//
// Points are whole numbers of 10^-[Program.Scale]. What a rule grants is
// rounded once, down if not said otherwise, so that splitting an order never
// gains. A share of an order-wide discount and an amount converted by a rate
// are rounded down to four decimals more than the order's amounts have, two of
// which are counted even where there are none.
//
// # Time
//
// Days, months and years are those of the program's zone. "Valid until 31
// March" closes at the first instant of 1 April there, and that instant is
// stored: what a December mail is to remind of is what [Account.Expiring] finds
// by its last day, while it lapses in January. Months clamp from the day they are counted from: a year after 29
// February is the 28th. Instants are kept to the microsecond, as databases do.
//
// Times in entries, lots and lapses are in UTC; those of standings and goals are
// in the program's zone.
//
// # Why
//
// A [Decision] has a [Step] for every rule. To ask later, decide the event again
// on the account as it was before it ([Account.Before]). [Engine.Words] puts
// steps, decisions, balances, standings and a member's whole statement into
// English and Japanese.
//
// # Errors
//
// A refused event is an [*Error] with account and event, and changes nothing.
// It wraps a sentinel, with a [*Shortage] or [*Limit] where there are numbers
// to show. Entries that cannot be are an [*EntryError].
//
// # Cost and concurrency
//
// Engines and accounts never change and may be shared. Decide takes a few
// microseconds with ten rules and copies only what it touches; Fold reads
// millions of entries a second; Balance costs a few nanoseconds a lot for now
// and the future, and a fold for the past. Append copies the account's
// index, so it costs as much as the account is long.
package loyalty
