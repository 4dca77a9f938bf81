package main

// portions is the view that reports are made of. It knows neither rules nor
// the time: a report says which instant it is about. Each row is points of one
// lot, free or held by one hold: until when, since when the lot is open, when
// it closes, and when these points lapse if nothing happens to them. NULL is
// never. A lot that closes while points of it are held keeps those for the
// hold.
const portions = ` portions AS
WITH moves AS (
	SELECT account, wallet, seq, op, opens, closes,
		CASE WHEN op IN ('receive', 'regrant') THEN seq ELSE lot END AS lot,
		CASE
			WHEN op IN ('grant', 'receive', 'regrant', 'restore', 'unhold') THEN points
			WHEN op IN ('hold', 'spend', 'send', 'claw', 'repay', 'lapse') THEN -points
			ELSE 0 -- it is only open, or closes, at another instant; or it was held and is spent now
		END AS points
	FROM entries
	WHERE lot > 0 AND op <> 'deed' -- the lot of a deed is a version
), lots AS (
	SELECT account, wallet, lot, SUM(points) AS points,
		(SELECT opens FROM moves AS o WHERE o.account = m.account AND o.lot = m.lot
			AND op IN ('grant', 'receive', 'regrant', 'open') ORDER BY seq DESC LIMIT 1) AS opens,
		(SELECT closes FROM moves AS c WHERE c.account = m.account AND c.lot = m.lot
			AND op IN ('grant', 'receive', 'regrant', 'open', 'extend') ORDER BY seq DESC LIMIT 1) AS closes
	FROM moves AS m
	GROUP BY account, wallet, lot
), holds AS (
	SELECT account, lot, points, closes AS until
	FROM entries AS h
	WHERE op = 'hold' AND NOT EXISTS (
		SELECT 1 FROM entries AS e WHERE e.account = h.account AND e.ref = h.cause AND e.op IN ('commit', 'unhold'))
)
SELECT account, wallet, lot, points, opens, closes, NULL AS until, closes AS lapses
FROM lots
UNION ALL
SELECT lots.account, wallet, lots.lot, holds.points, opens, closes, until, CASE WHEN until > closes THEN until ELSE closes END
FROM holds JOIN lots ON lots.account = holds.account AND lots.lot = holds.lot`
