"""Light pages: frames of strips in files of their own, posters with a size and few colours, no unused index."""

import base64
import io

import numpy as np
from PIL import Image
from test_house import house

weight = house("weight")


def png(levels):
    out = io.BytesIO()
    Image.fromarray(levels).save(out, format="png")
    return out.getvalue()


def test_frames_of_a_strip_move_to_a_file(tmp_path):
    data = png(np.arange(64, dtype=np.uint8).reshape(8, 8))
    page = tmp_path / "chapters" / "a.html"
    html = f'<p><div class="strip" style="--sprite:url(data:image/png;base64,{base64.b64encode(data).decode()});--T:2">'
    light = weight.strips(html, tmp_path / "_static" / "strips", page)
    (path,) = (tmp_path / "_static" / "strips").iterdir()
    assert path.read_bytes() == data and "base64" not in light
    assert f'url("../_static/strips/{path.name}")' in light and f'data-sprite="{path.stem}" style="--T:2"' in light
    assert weight.strips(light, tmp_path / "_static" / "strips", page) == light  # a done page is left alone


def test_a_poster_has_its_size_and_fewer_bytes(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    (tmp_path / "a.png").write_bytes(png(noise))
    (tmp_path / "b.png").write_bytes(png(noise))
    html = '<img alt="x" class="lab-poster" src="a.png"><img alt="y" class="other" src="b.png">'
    light = weight.posters(html, tmp_path / "page.html")
    assert '<img width="60" height="40" alt="x" class="lab-poster" src="a.png">' in light and light.count("width") == 1
    small, kept = (tmp_path / "a.png").read_bytes(), (tmp_path / "b.png").read_bytes()
    assert len(small) < len(kept) == len(png(noise)) and Image.open(io.BytesIO(small)).size == (60, 40)
    assert weight.posters(light, tmp_path / "page.html") == light and (tmp_path / "a.png").read_bytes() == small


def test_sphinx_own_index_is_not_loaded_and_nothing_else_is_lost():
    tools = "".join(f'\n    <script src="../{name}.js"></script>'
                    for name in ("_static/searchtools", "_static/language_data", "searchindex"))
    html = f'<script defer src="../_static/search.js"></script>{tools}\n<script src="a.js"></script>'
    light = weight.index(html)
    assert light == '<script defer src="../_static/search.js"></script>\n<script src="a.js"></script>'
    assert weight.index(light) == light
