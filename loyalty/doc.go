// Package loyalty is the engine of a loyalty program: points that are right at
// every instant without a nightly job, tiers that no purchase lowers, and a reason
// for every decision. It only computes. The caller stores the rows.
//
// # Where to begin
//
// A [Program] is the rules, as data: write one, or clone a preset such as
// [PointsProgram]. [Compile] makes an [Engine] of it and reports every fault.
// What happens to a member is an [Event]. The engine decides what follows from it.
// The caller stores the entries, and an [Account] is what they add up to:
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
// Store the rows. To save reading all rows of a member, also store what
// [Account.MarshalBinary] returns, and read only the entries after it. An account in
// JSON is about twenty times as large, and is meant for people to look at.
//
// From there: [Engine.Quote] is the cart page, [Account.Balance] and
// [Account.Expiring] the member's page, [Engine.Standing] and [Engine.Goals] the
// tier and the way to the next one. examples/sqlstore is the same on a real
// database.
//
// # Decide and fold
//
// Rules run once, in [Engine.Decide]. The entries carry the outcome, one table row
// each, and [Fold] knows no rules. So a change of the program or of this package
// never changes what was granted. An account answers for any instant, past or future.
//
// No nightly job is needed. Points open, lapse and are released from holds at the
// instants in their entries: every query takes the time that it is about. To have
// those movements as rows too, book them with [Engine.Due]; no answer depends on it.
//
// # Orders are state
//
// An [Order] states what the order is now. For a partial return, send the order again
// with what is left of it; for a cancellation, send it without lines. The engine
// posts the difference between what the order earns and what it was given before.
// What it earns depends on the edition, the tier and the time of its first event that
// has something in it. So any series of edits leads to the same points, a full return
// takes back exactly what was given, and repeating an event does nothing. Activities
// and referrals are state in the same way. All three are called deeds.
//
// Each of these is an event of its own, with an ID of its own. A partial return of an
// order that was partly paid with points takes three steps: send the order again with
// what is left of its lines and of its PointsPaid, work out the shares of money and
// points to pay back, and give the points back:
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
//   - A [Cancel] returns points to their lots with their old expiry, starting with
//     those taken last. If a lot has lapsed meanwhile, its points live on for
//     [BurnRule.Grace], which is 14 days by default.
//   - A [Hold] ends by itself. A lot that closes while points of it are held stays
//     usable for that hold.
//   - A return takes back the order's own points first, including pending ones. Those
//     that have lapsed are not asked for again. [Shortfall] says what becomes of the
//     rest: a debt, or a claim on points that come back from an earlier redemption.
//     So nobody gains by buying, spending, returning and cancelling.
//   - Debt and available points never exist together; nothing is ever negative.
//   - An event may arrive late. Rules, periods and expiry go by its At; its effect
//     begins when it is posted.
//   - At any one instant holds end first, then lots open and pay off debt, then lots
//     close. Events come after that, in the order in which they are posted.
//
// # Tiers
//
// The tiers of a [Ladder] are reached by metrics of a window: spend, orders, points,
// or what activities count, over the last months, over periods of the calendar, or
// since the member joined. A tier is reached at once and kept for as long as it was
// promised. Spending points, transferring them or letting them lapse never changes
// it, and another purchase never leads to a lower tier. Orders count once they are
// final, at the time at which they were placed. [Engine.Standing] says which tier is
// held, since when, until when and why. [Engine.Goals] says what is missing and by
// when: a member who does exactly that gets there. [SetTier] gives a tier by hand.
// [Engine.Benefits] works out what tiers give to a cart, and [Engine.Opens] when a
// sale opens to a member.
//
// # Occasions and referrals
//
// Birthdays and anniversaries are activities that somebody has to report.
// [Engine.Occasions] lists those of a period, ready to be applied, each with an ID that
// makes it count once. The first order of a member who was referred ([Enrol.Referrer])
// can earn points for both sides. [Decision.Follow] has the events for the referrer's
// account, to be stored with the entries and applied when convenient.
//
// # Across accounts
//
// [Liability] adds up what is owed to members by edition and month, with the breakage
// that [Develop] estimates from how points were redeemed so far. [Deferral] recognises
// revenue according to IFRS 15. [Engine.KPIs] returns the key figures of a period.
// [Impact] tells what another program would have meant for the existing members.
// [Engine.Replay] works one account out anew from its events, in any order.
// [Engine.Surprise] draws gifts within a budget, from a seed.
//
// # Rounding
//
// Points are whole numbers of 10^-[Program.Scale]. What a rule grants is
// rounded once, and down unless the rule says otherwise, so that splitting an order
// never gains anything. A share of an order-wide discount, and an amount converted by
// a rate, are rounded down to four more decimals than the order's amounts have; the
// amounts are taken to have at least two.
//
// # Time
//
// Days, months and years are those of the program's zone. Points that are valid until
// 31 March close at the first instant of 1 April there, and that instant is stored.
// [Account.Expiring] finds points by their last day instead: those valid until
// 31 December belong in a December reminder, though they lapse in January. Months are
// counted from the original day, and end on the last day of a shorter month: a year
// after 29 February is the 28th. Instants are kept to the microsecond, as in databases.
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
// It wraps a sentinel error, in a [*Shortage] or [*Limit] if there are numbers to
// show. Entries that cannot be part of a ledger are an [*EntryError].
//
// # Cost and concurrency
//
// Engines and accounts never change and may be shared. Decide takes a few
// microseconds with ten rules and copies only what it touches; Fold reads
// millions of entries a second. Balance takes a few nanoseconds for each lot if it is
// asked for now or the future, and a fold if asked for the past. Append copies the
// account's index, so its cost grows with the length of the account.
package loyalty
