"""Train two networks on hands, three times each, that differ in what they can see: `python scripts/make_finger_nets.py`.

"narrow" sees 11 x 11 pixels, "wide" the whole hand; both learn the same number of weights from the same pictures.
Arguments are names, "narrow-0" ... "wide-2"; without any it trains all. An interrupted training goes on where it was.
What a trained network draws, and whether theory tells it, goes to data/results/finger-nets.json; weights stay in
`_build`. About 20 minutes of one core a training.
"""
