package followup_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/retentionkit/retention"
	"github.com/retentionkit/retention/followup"
)

func ExampleEngine_Words() {
	engine, customer := exampleEngine(), exampleCustomer()
	plan, err := engine.Plan(customer, time.Date(2026, time.November, 21, 23, 0, 0, 0, customer.Zone))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		fmt.Println(engine.Words(lang).Plan(plan))
	}
	// Output:
	// Birthday by e-mail: held until 22 November 2026 08:00
	//   + "birthday" on 22 November 2026 calls for it
	//   - it is outside the hours 08:00-21:00 (rule "day")
	// Look again on 22 November 2026 00:00.
	// 誕生日のメール：2026年11月22日8:00まで保留
	//   + 2026年11月22日の「誕生日」に合わせた連絡
	//   - ルール「day」により8:00～21:00以外は連絡不可
	// 次の確認：2026年11月22日0:00
}

func ExampleWords_Decision() {
	engine, customer := exampleEngine(), exampleCustomer()
	plan, err := engine.Plan(customer, time.Date(2026, time.November, 21, 23, 0, 0, 0, customer.Zone))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, lang := range []retention.Language{retention.English, retention.Japanese} {
		fmt.Println(engine.Words(lang).Decision(plan.Decisions[0]))
	}
	// Output:
	// Birthday by e-mail: held until 22 November 2026 08:00, because it is outside the hours 08:00-21:00 (rule "day")
	// 誕生日のメール：2026年11月22日8:00まで保留（ルール「day」により8:00～21:00以外は連絡不可）
}

func ExampleWords_Plan() {
	engine, customer := exampleEngine(), exampleCustomer()
	customer.Events = []followup.Event{{ID: "o1", Kind: "order", At: time.Date(2026, time.November, 20, 15, 0, 0, 0, customer.Zone)}}
	customer.Pauses = []followup.Pause{{From: time.Date(2026, time.November, 21, 0, 0, 0, 0, customer.Zone)}}
	plan, err := engine.Plan(customer, time.Date(2026, time.November, 21, 16, 0, 0, 0, customer.Zone))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(engine.Words(retention.English).Plan(plan))
	// Output:
	// Birthday by e-mail: held until something changes
	//   + "birthday" on 22 November 2026 calls for it
	//   - they asked to be left alone until further notice
	//   - it is outside the hours 08:00-21:00 until 22 November 2026 08:00 (rule "day")
	// Thanks by e-mail: held until something changes
	//   + "order" on 20 November 2026 15:00 calls for it
	//   - they asked to be left alone until further notice
	// Look again on 22 November 2026 00:00.
}

// Words know the names of channels, plays, laws and rules; without them there are IDs.
func ExampleWords_Reason() {
	words := exampleEngine().Words(retention.English)
	r := followup.Reason{Code: followup.InDigest, Ref: "birthday/2026/mail"}
	fmt.Println(words.Reason(r))
	fmt.Println(r.Text(retention.English))

	shop, err := followup.Compile(followup.ShopPolicy(), followup.World{})
	if err != nil {
		fmt.Println(err)
		return
	}
	r = followup.Reason{Code: followup.CapReached, Rule: "gap"}
	fmt.Println(shop.Words(retention.English).Reason(r))
	fmt.Println(shop.Words(retention.Japanese).Reason(r))
	fmt.Println(r.Text(retention.English))
	// Output:
	// it goes out inside of Birthday
	// it goes out inside of "birthday/2026/mail"
	// the limit is reached (rule "a pause between messages")
	// ルール「連絡の間隔」の上限に到達
	// the limit is reached (rule "gap")
}

func ExampleReason_Text() {
	r := followup.Reason{
		Code: followup.CapReached, Rule: "gap", Count: 1, Span: retention.Span{Exact: 16 * time.Hour},
		Until: time.Date(2026, time.November, 23, 1, 0, 0, 0, time.UTC),
	}
	fmt.Println(r.Text(retention.English))
	fmt.Println(r.Text(retention.Japanese))
	// Output:
	// the limit of 1 message in 16 hours is reached until 23 November 2026 01:00 UTC (rule "gap")
	// 2026年11月23日1:00 UTCまで、ルール「gap」の16時間に1回の上限に到達
}

func ExampleCode_Text() {
	held := map[followup.Code]int{followup.OutsideHours: 120, followup.CapReached: 31}
	for _, code := range followup.Codes() {
		if n := held[code]; n > 0 {
			fmt.Printf("%s\t%s\t%d\n", code.Text(retention.English), code.Text(retention.Japanese), n)
		}
	}
	// Output:
	// outside the hours	連絡時間外	120
	// limit reached	上限到達	31
}

func ExampleCodes() {
	fmt.Println(len(followup.Codes()), "codes, from", followup.Codes()[0])
	// Output: 44 codes, from by.event
}

func ExamplePurpose_Text() {
	fmt.Println(followup.Relationship.Text(retention.English), followup.Relationship.Text(retention.Japanese))
	// Output: relationship 関係づくり
}

func ExampleOutcome_Text() {
	fmt.Println(followup.NoAnswer.Text(retention.English), followup.NoAnswer.Text(retention.Japanese))
	// Output: no answer 応答なし
}

func ExampleVerdict_Text() {
	fmt.Println(followup.Hold.Text(retention.English), followup.Hold.Text(retention.Japanese))
	// Output: held 保留
}

func ExampleAudience_Text() {
	fmt.Println(followup.Companies.Text(retention.English), followup.Companies.Text(retention.Japanese))
	// Output: companies 法人のお客様
}

// Enumerations are words in JSON. One that is none is refused.
func ExamplePurpose_UnmarshalText() {
	var play followup.Play
	err := json.Unmarshal([]byte(`{"id": "news", "purpose": "promotional", "ends": ["reacted", "declined"]}`), &play)
	fmt.Println(play.Purpose, play.Ends, err)

	err = play.Purpose.UnmarshalText([]byte("marketing"))
	fmt.Println(err, errors.Is(err, followup.ErrWord))
	// Output:
	// promotional [reacted declined] <nil>
	// followup: Purpose "marketing": not one of its words true
}
