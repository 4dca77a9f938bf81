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
//		send(d.Channel, d.Address, d.Play)
//		store(d.Contact(time.Now(), followup.Sent)) // d.Key is unique
//	}
//	wake(customer.ID, plan.Next)
//
// Nothing is queued: a plan is derived from the policy and the facts, anew each
// time, and so is never out of date. What the caller stores are facts alone:
// contacts, consents, events.
package followup
