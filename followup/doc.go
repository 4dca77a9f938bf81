// Package followup says whom to contact next, when, on which channel, and every
// reason why not: never too often, never at night, never after a no, never
// silent for too long.
//
// # Where to begin
//
// Compile a policy once. Plan for a customer whenever something happens, and
// when the last plan said to look again:
//
//	engine, err := followup.Compile(policy, followup.World{Zone: time.LoadLocation})
//	if err != nil {
//		return err // every fault of the policy
//	}
//	plan, err := engine.Plan(customer, time.Now())
//	if err != nil {
//		return err // names the customer and the fact that cannot be used
//	}
//	for d := range plan.With(followup.Send) {
//		store(customer.ID, d.Contact(time.Now(), followup.Sent)) // see below
//		send(d.Channel, d.Address, d.Play, d.Step)
//	}
//	wake(customer.ID, plan.Next)
//
// Nothing is queued. Each plan is derived anew from the policy and the facts, and
// so is never out of date. The caller stores only facts: contacts, consents,
// events.
//
// From there: [Engine.Allowed] tells whether a message that belongs to no play
// may go out, [Engine.Words] puts a plan into English or Japanese, and
// [Engine.HeldOut] tells which customers are left alone for comparison.
//
// # The policy
//
// A [Policy] is plain data, kept as JSON and edited by people. Write one, or begin
// with [ShopPolicy], [JapaneseShopPolicy] or [AccountPolicy]. A [Play] is one
// reason to contact somebody: a [Trigger] that begins a run, the steps of a run,
// and what ends it. [OnEvent], [OnDue], [Yearly], [Every], [Silence], [Reorder],
// [Entered], [Surprise] and [Declined] make triggers. Every occurrence of a
// trigger is a run of its own. So two orders are thanked for twice, unless
// Play.Reentry or a cap says otherwise.
//
// [Rules] are the manners: hours, consents, caps, and how long to keep quiet after
// a no. A message must satisfy every rule that matches it. A rule can only forbid;
// an exception is written as an exemption, such as Cap.Exempt. A [Purpose] tells
// what a message is for. The zero Purpose, [Promotional], is the most restricted.
//
// # The facts
//
// A [Customer] is what is known about one customer: addresses, consents, dates,
// segments, what they did (events) and what the shop did (contacts). The order of
// slices means nothing. Contacts with the same Key are one contact: the earliest of
// them counts, with the most informative of their outcomes. So it does no harm to
// record a contact twice. A contact in the future is a booking, and takes its room
// under the caps. An event in the future is ignored until it comes; [Event].Due is
// for what is known to fall due.
//
// What a contact was about is read from the contact, not from today's policy: to
// change the topic of a play does not rewrite history.
//
// # How a plan is made
//
// The candidate of a run is its first step that has not gone out and is not too
// late. Steps that were missed before it are listed too. A step is due Step.Wait
// after what comes before it, and too late Step.Late after that. Candidates are
// taken by priority, then by when they are due, then by key. Each is given the
// first moment, from when it is due, at which every gate is open. It takes its room
// under the caps there, and nothing that comes later in the order can take that
// room away. A candidate whose moment lies beyond Policy.Horizon takes no room yet,
// and of one that is due beyond it only consent and address are asked: what they
// shut for good is dropped, the rest is held until it is due.
//
// The gates, in the order in which reasons are listed: consent, address and
// attempts, a known zone, pause, complaint, an earlier no, fatigue, hours of shop
// and law, the customer's own hours, staff, the hours of a retry, caps. All gates
// are asked, so that Decision.WhyNot lists every block and not just the first.
// While an opt-out stands, consents that it withdrew are not listed as missing as
// well. If there was a moment at which a message could have gone out, and it was
// not sent then, WhyNot lists what held it until that moment. If it is blocked
// again, WhyNot lists what blocks it now.
//
// The next channel of a step is tried if the one before is blocked for good, and
// only by codes that Step.Fallback names. Hours, caps and refusals never open
// another channel, unless Step.Fallback names [ConsentRefused].
//
// # Verdicts
//
//   - [Send]: it may go out now, until Decision.Until.
//   - [Hold]: it may not go out before Decision.NotBefore. If it waits behind a Send
//     of the same plan (Decision.Behind), NotBefore is a lower bound, because room
//     is counted from when the Send goes out. If NotBefore is zero, it waits for a
//     fact: an open complaint, a pause without an end, a zone that is not known.
//   - [Drop]: as things stand it will not go out. It is too late, the run is over,
//     the customer refused or is not in the audience, or no channel can be used.
//   - [Done]: it is among the contacts.
//
// Messages that share a Step.Digest and a channel go out together if all of them may
// go at that moment. The first of them lists the others in Decision.Also, and the
// others are Holds with the reason [InDigest]. To send the first, and store what [Decision.Contact] returns for it,
// is to send them all.
//
// # Caps and windows
//
// A [Cap] bounds how many messages a customer gets in any window of time. An exact
// time is a sliding window, days are days of the customer's calendar, and months
// are calendar months. A new message must fit into every window that it lies in,
// including those that end with a message booked for later. Failed attempts do not
// count; calls that nobody answered do. Cap.Exempt and Cap.Uncounted are
// independent: a message that a cap does not hold back may still take room under
// it.
//
// A [Fatigue] lets messages become rarer while nobody answers, until there is a
// sign of life.
//
// # Consent, refusals, complaints
//
// Four things that are easily mixed up:
//
//   - An opt-out is a [Consent] that is not Granted, or a contact that was
//     [OptedOut]. It holds until a later express consent.
//   - A [ConsentRule] asks for a yes beforehand. If no such rule matches, it is
//     enough that there is no opt-out.
//   - A no to a topic is a contact that was [DeclinedIt], or an event of the kind
//     [DeclineEvent]. Each [DeclineRule] that matches then keeps quiet for a while.
//     A contact that was declined also ends its run. A play that begins with
//     [Declined] may ask for the reason, once.
//   - An open [Complaint] keeps back the purposes that [ComplaintRule] names, and
//     goes on doing so for a while after it is closed.
//
// [Transactional] messages pass all of these, and also pauses, fatigue, the hours
// that the customer asked for, and the holdout. Hours of shop and law, and caps,
// hold them back where they match.
//
// # Zones and laws
//
// Customers live by the clock of Customer.Zone. If it is nil, the zones of their
// region are used ([ZoneRule]), and a message goes out only when it may in all of
// them. If the region is not known either, ZoneRule.Default is used, for channels
// that do not interrupt. A reason with the code [ZoneGuessed] says which zones were
// assumed. If none can be, messages are held, and dates are reckoned in UTC. Zones
// come from World.Zone and from the caller: a program that may run where there is
// no time zone database imports time/tzdata.
//
// A [Law] is a set of rules on top of the shop's own. It holds for customers whose
// region lies in one of its regions, and for those without a region. Laws are data,
// with the date on which they were looked up. Those of [Laws] are a start, and not
// legal advice.
//
// # Keys, and storing safely
//
// Decision.Key is play/occurrence/step, with #2 for a second attempt. It names no
// channel, time or rule: whatever changes in between, a message to a customer keeps
// its key. So a key must not go out twice:
//
//	CREATE TABLE contacts (
//		customer text, key text, at timestamptz, channel text, address text,
//		topic text, purpose text, outcome text, also jsonb,
//		UNIQUE (customer, key)
//	)
//
// That alone does not keep caps when two workers send different messages. So
// store before sending, and only if nothing has changed since the plan. In one
// transaction, lock the customer, read the facts again, compare their
// [Engine.Basis] with Plan.Basis, and insert the contacts of all Sends. If the two
// differ, plan again. When the outcome is known, update it. Use [Failed] if the
// message never left: that makes room again, and lets Step.Retry try once more
// under a new key.
//
// IDs of plays and steps are part of keys. To rename one is to make another, which
// has not gone out yet. What people read is the Name, which may change at any time.
//
// # When to plan again
//
// Plan again when a fact about the customer changes, when the policy changes, and
// at Plan.Next. Until then the plan stays as it is, except for decisions that are
// Behind. Store Plan.Next with the customer, and ask for the customers whose time
// has come. If it is zero, time alone changes nothing. To plan later than Plan.Next
// does no harm, except that messages may go out late or not at all. A job that runs
// once a day belongs in the morning: at night it finds everything held that quiet hours
// keep back.
//
// # Why
//
// Every [Decision] has the reasons for it and against it. A [Reason] is data: a
// [Code], the rule, the law and the fact, and the times. What its fields hold is
// listed beside the codes. [Reason.Text] and [Code.Text] put it into English and
// Japanese; [Words] does so with the names that the policy gives to channels, plays,
// steps, laws and rules, and in Policy.Names to segments, dates, kinds of events and
// topics. What has no name is called by its ID.
//
// # What is left to the caller
//
// The caller stores and sends; writes the texts of messages, with whatever the law
// wants in them; takes in opt-outs and bounces; puts customers into segments; and
// supplies the time. An opened e-mail does not prove that a person read it:
// [Reached] is for signs that only people give.
//
// # Errors, concurrency, cost
//
// [Compile] reports all faults of a policy at once, as [Faults]. A fact that cannot
// be planned with is an [*Error] that names the customer and the fact. That a
// message must not go out is never an error.
//
// Nor is a misspelt name in the facts, because facts may be about what this policy does
// not use: an opt-out of "Email" stops nothing on the channel "email". [Engine.Unknown]
// lists such names, for a job to log.
//
// Engines never change and may be shared. A plan reads the customer and changes
// nothing. It takes time in proportion to the facts times the plays; see
// [Engine.Plan]. The same policy, facts and instant make the same plan on every
// machine.
//
// # Compatibility
//
// Codes, keys, the words of enumerations, and what is drawn for a holdout, a
// surprise or a spread stay the same from release to release. The wording of texts
// and errors may change. So may a [Fingerprint], which is for comparing and not for
// keeping.
package followup
