package loyalty

// Entry says what an entry of a ledger did, in the words of a points history:
// without the number of points, which stands beside it.
func (w Words) Entry(e Entry) string {
	switch e.Op {
	case OpNote:
		return w.say("Noted", "受付")
	case OpDeed:
		return w.deed(e.Kind, e.Ref)
	case OpSettle:
		return w.about(e, "%s is final", "%sが確定")
	case OpCount:
		return w.sayf("%s: %s", "%s：%s", e.Metric, grouped(e.Quantity))
	case OpTier:
		return w.ranked(e)
	case OpEnrol:
		return w.say("Joined", "入会")
	case OpClose:
		return w.byHand(e, "Account closed", "退会")
	case OpGrant, OpOpen, OpExtend, OpReceive, OpRegrant:
		return w.gained(e)
	case OpClaw, OpAbsorb, OpClaim, OpUnclaim, OpOwe, OpUnowe, OpRepay:
		return w.demanded(e)
	}
	return w.used(e)
}

// about names the deed that an entry is about.
func (w Words) about(e Entry, english, japanese string) string {
	return w.sayf(english, japanese, w.deed(e.Kind, e.Ref))
}

// byHand gives the caller's reason, if there is one.
func (w Words) byHand(e Entry, english, japanese string) string {
	if e.Reason != "" {
		return e.Reason
	}
	return w.say(english, japanese)
}

func (w Words) ranked(e Entry) string {
	if e.Tier == "" {
		return w.say("Tier given by hand taken back", "ランク特別付与の取り消し")
	}
	text := w.sayf("Tier %s", "ランク「%s」", w.tier(e.Tier))
	if !e.Closes.IsZero() {
		text += w.sayf(" %s", "（%s）", w.until(e.Closes))
	}
	return text
}

// gained says where points come from, or when they can be used.
func (w Words) gained(e Entry) string {
	switch {
	case e.Op == OpOpen && e.Kind != "":
		return w.about(e, "%s: points can be used now", "%sのポイント確定")
	case e.Op == OpOpen:
		return w.say("Points can be used now", "ポイント確定")
	case e.Op == OpExtend && e.Closes.IsZero():
		return w.say("Points good without end", "有効期限なしに変更")
	case e.Op == OpExtend:
		return w.sayf("Points good %s", "有効期限を%sに延長", w.until(e.Closes))
	case e.Op == OpReceive:
		return w.sayf("Received from %s", "%sから受け取り", e.Ref)
	case e.Op == OpRegrant:
		return w.say("Given back for a short time", "ポイント返還（期間延長）")
	case e.Kind != "":
		return w.deed(e.Kind, e.Ref) + w.colon() + w.ruleName(e.Edition, e.Rule)
	}
	return w.byHand(e, "Added", "ポイント調整")
}

// demanded says what points were taken back for.
func (w Words) demanded(e Entry) string {
	switch {
	case e.Op == OpRepay:
		return w.say("Made up for points owed", "不足ポイントの相殺")
	case e.Op == OpAbsorb:
		return w.about(e, "%s: points to take back had lapsed", "%sの取り消し（失効済み）")
	case e.Op == OpClaim:
		return w.about(e, "%s: points could not be taken back", "%sの取り消し（未回収）")
	case e.Op == OpUnclaim:
		return w.about(e, "%s: points no longer missing", "%sの未回収分の取り消し")
	case e.Op == OpUnowe:
		return w.about(e, "%s: points no longer owed", "%sの不足分の取り消し")
	case e.Op == OpOwe:
		return w.about(e, "%s: points owed", "%sの取り消し（不足分）")
	case e.Kind != "":
		return w.about(e, "%s: taken back", "%sの取り消し")
	}
	return w.byHand(e, "Taken off", "ポイント調整")
}

// used says where points went.
func (w Words) used(e Entry) string {
	switch e.Op {
	case OpSpend:
		return w.forOrder(e.Ref, "Used", "ポイント利用")
	case OpHold:
		return w.forOrder(e.Ref, "Reserved", "ポイント確保")
	case OpCommit:
		return w.say("Reserved points used", "確保ポイントの利用")
	case OpUnhold:
		return w.say("Reserved points free again", "確保ポイントの解除")
	case OpRestore:
		return w.say("Given back", "ポイント返還")
	case OpLapse:
		return w.say("Lapsed", "有効期限切れ")
	case OpSend:
		return w.sayf("Sent to %s", "%sへ送付", e.Ref)
	}
	return e.Op.String()
}

func (w Words) forOrder(order, english, japanese string) string {
	if order == "" {
		return w.say(english, japanese)
	}
	return w.sayf("%s for %s", "%s（%s）", w.say(english, japanese), w.deed(OrderKind, order))
}
