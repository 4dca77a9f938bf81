// Package followup says whom to contact next, when, on which channel, and every
// reason why not: never too often, never at night, never after a no, never
// silent for too long.
//
// # Where to begin
//
// Compile a policy once, and plan for a customer whenever something happens or
// the last plan said to look again:
//
//	engine, err := followup.Compile(policy, followup.World{Zone: time.LoadLocation})
//	if err != nil {
//		return err // every fault of the policy
//	}
//	plan, err := engine.Plan(customer, time.Now())
//	if err != nil {
//		return err // names the customer and the fact that is no use
//	}
//	for d := range plan.With(followup.Send) {
//		store(customer.ID, d.Contact(time.Now(), followup.Sent)) // see below
//		send(d.Channel, d.Address, d.Play, d.Step)
//	}
//	wake(customer.ID, plan.Next)
//
// Nothing is queued: a plan is derived from the policy and the facts, anew each
// time, and so is never out of date. What the caller stores are facts alone:
// contacts, consents, events.
//
// From there: [Engine.Allowed] asks whether a message of somebody else's may go
// out, [Engine.Words] says a plan in English or Japanese, [Engine.HeldOut] tells
// who is left alone to compare with.
//
// # The policy
//
// A [Policy] is plain data, kept as JSON and edited by people. Write one, or begin
// with [ShopPolicy], [JapaneseShopPolicy] or [AccountPolicy]. A [Play] is one
// reason to contact somebody: a [Trigger] that begins a run, the steps of a run,
// and what ends it. [OnEvent], [OnDue], [Yearly], [Every], [Silence], [Reorder],
// [Entered], [Surprise] and [Declined] make triggers. Every occurrence of a
// trigger is a run of its own, so that two orders are thanked for twice unless
// Play.Reentry or a cap says otherwise.
//
// [Rules] are the manners: hours, consents, caps, and the peace after a no. All
// that match a message hold. Each can only forbid; what is to be allowed after
// all is written as an exemption, such as Cap.Exempt. A [Purpose] tells what a
// message is for, and the zero one is held back most.
//
// # The facts
//
// A [Customer] is what is known of one: addresses, consents, dates, segments,
// what they did (events) and what the shop did (contacts). The order of slices
// means nothing. Contacts with one Key are one: the earliest of them counts, with
// the outcome that says most, so that telling of one twice does no harm. A contact
// in the future is a booking that takes its room. An event in the future is
// ignored until it comes; [Event].Due is for what is known to fall due.
//
// What a contact was about is read from the contact, not from the policy of
// today: a play that changes its topic rewrites no history.
//
// # How a plan is made
//
// Each run has one candidate beside the steps that it missed: the first step that
// has not gone out and is not too late. It is due Step.Wait after what comes
// before it, and too late Step.Late after that. Candidates are taken by priority,
// then by when they are due, then by key. Each goes to the first moment, since it
// was due, at which every gate is open, and takes its room there: what comes later
// in the order can never take it away. Those that could go at a moment beyond
// Policy.Horizon take none yet.
//
// The gates, in the order in which reasons are listed: consent, address and
// attempts, a known zone, pause, complaint, an earlier no, fatigue, hours of shop
// and law, the customer's own hours, staff, the hours of a retry, caps. All are
// asked, so that Decision.WhyNot is not just the first that blocks. An opt-out
// speaks for the consents that it took back. If a message might have gone and was
// not, WhyNot has what held it until then or, if it waits again, what holds it
// now.
//
// If a channel is blocked for good, and by nothing but what Step.Fallback names,
// the next channel of the step is tried. Hours, caps and refusals never open
// another channel, unless a policy names them there.
//
// # Verdicts
//
//   - [Send]: it may go out now, until Decision.Until.
//   - [Hold]: not before Decision.NotBefore. If the message waits behind a Send of
//     the same plan (Decision.Behind) that is a lower bound, as room is counted
//     from when the Send does go out. If NotBefore is zero it waits for a fact: an
//     open complaint, a pause without end, a zone that is not known.
//   - [Drop]: it will not go out, as things stand. It is too late, over, refused,
//     for others, or there is no channel.
//   - [Done]: it is among the contacts.
//
// With Step.Digest the messages of one name on one channel go out together: the
// first of them has the others in Decision.Also, and those are Holds whose reason
// is [InDigest]. Sending the first, with [Decision.Contact] for its contact, is
// sending all.
//
// # Caps and windows
//
// A [Cap] bounds what a customer gets in any stretch of time: an exact time slides
// with each message, days count by the customer's calendar, months are those of
// the calendar. A new message leaves every window within the cap that it lies in,
// also those that end with a message that is booked for later. Failed attempts do
// not count; calls that nobody answered do. To be exempt from a cap and to take
// no room under it are two things.
//
// A [Fatigue] lets messages become rarer while nobody answers, until there is a
// sign of life.
//
// # Consent, refusals, complaints
//
// Four things that are easily mixed up:
//
//   - An opt-out, a [Consent] that is not Granted or a contact that was [OptedOut],
//     holds until a later consent.
//   - A [ConsentRule] asks for a yes beforehand. Without one that matches, it is
//     enough that there is no opt-out.
//   - A no to a topic, a contact that was [DeclinedIt] or an event of the kind
//     [DeclineEvent], ends the run, and brings the peace of each [DeclineRule] that
//     matches. A play of [Declined] may ask for the reason, once.
//   - An open [Complaint] keeps back what ComplaintRule names, and for a while
//     after.
//
// [Transactional] messages pass all of these, as well as pauses, fatigue, the
// hours that the customer asked for and the holdout. They keep to hours of shop
// and law and to caps where those match.
//
// # Zones and laws
//
// Customers live by Customer.Zone. If it is nil, a region stands for the zones it
// lies in ([ZoneRule]), and a message goes out when it may in all of them; else
// ZoneRule.Default is taken, for channels that do not interrupt. What was guessed
// is said by a [ZoneGuessed]. Without any, messages are held and dates are reckoned
// in UTC. Zones come from World.Zone and from the caller: a program that may run
// where there is no zone database imports time/tzdata.
//
// A [Law] is rules on top of the shop's own, for customers whose region lies in
// one of its regions, and for those without a region. Laws are data, with the day
// on which they were looked up: those of [Laws] are a start. They are no legal
// advice.
//
// # Keys, and storing safely
//
// Decision.Key is play/occurrence/step, with #2 for a second attempt. It names no
// channel, time or rule: whatever is changed in between, one message of a customer
// keeps one key. So a key must not go out twice:
//
//	CREATE TABLE contacts (
//		customer text, key text, at timestamptz, channel text, address text,
//		topic text, purpose text, outcome text, also jsonb,
//		UNIQUE (customer, key)
//	)
//
// That alone does not keep caps when two workers send different messages. So
// store before sending, and only if nothing has changed since the plan: in one
// transaction, lock the customer, read the facts again, compare [Engine.Basis] of
// them with Plan.Basis, and insert the contacts of all Sends. If they differ, plan
// again. When the outcome is known, update it: [Failed] if it never left, which
// makes room again and lets Step.Retry try once more under a new key.
//
// IDs of plays and steps are part of keys: to rename one is to make another, which
// has not gone out yet.
//
// # When to plan again
//
// When a fact about the customer has changed, when the policy has, and at
// Plan.Next: until then, nothing changes but for what is Behind. Store the time
// with the customer and ask for those whose time has come. A zero Next needs no
// waking. Being late does no harm but that messages may be late.
//
// # Why
//
// Every [Decision] has the reasons for it and against it. A [Reason] is data: a
// [Code], the rule, law and fact, the times. What its fields hold is listed beside
// the codes. [Reason.Text] and [Code.Text] say it in English and Japanese, and
// [Words] with the names of the policy.
//
// # What is left to the caller
//
// To store and to send; to write the texts of messages, with whatever the law wants
// in them; to take opt-outs and bounces in; to put customers into segments; and the
// clock. An opened e-mail need not be a person: [Reached] is for signs that only
// people give.
//
// # Errors, concurrency, cost
//
// [Compile] reports all faults of a policy at once, as [Faults]. A fact that cannot
// be planned with is an [*Error] with customer and fact. That a message must not go
// out is never an error.
//
// Engines never change and may be shared. A plan reads the customer and changes
// nothing; it takes time in proportion to the facts times the plays, see
// [Engine.Plan]. The same policy, facts and instant make the same plan, on every
// machine.
//
// # Compatibility
//
// Codes, keys, the words of enumerations, and what is drawn for a holdout, a
// surprise or a spread stay as they are from release to release. The wording of
// texts and errors may change, and so may a [Fingerprint]: it is for comparing, not
// for keeping.
package followup
