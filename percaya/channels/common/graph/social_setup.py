"""Keys tried, webhooks set, subscriptions renewed: what the account's page does when "check" is pressed.

Meta ends a subscription whose webhook failed too long; every check subscribes again, which is harmless while it stands.
"""

from collections.abc import Sequence
from dataclasses import replace

from percaya.channels.common.graph.calling import GRAPH, graph_get, graph_post
from percaya.channels.common.graph.errors import graph_error
from percaya.channels.common.graph.social import Social, page_of
from percaya.channels.common.graph.social_outcomes import code_of, interpret, meaning_of
from percaya.channels.common.payloads import load_payload, several, word
from percaya.channels.contract import AccountFacts, Answer, Parcel, Unreadable, Word
from percaya.channels.contract.abilities import Verdict


def checks(account: AccountFacts, hook_url: str, social: Social) -> tuple[Parcel, ...]:
    """Who am I, subscribe the account, what is subscribed; and, where app id and secret are known, set the webhook itself."""
    host, node = social.host(account), social.node(account)
    fields = social.app_fields if page_of(account) and social.app_fields else social.fields
    asked = [
        graph_get(account, account.address, {"fields": social.account_fields}, step="account", vendor=host),
        graph_post(
            account,
            f"{node}/subscribed_apps",
            {"subscribed_fields": ",".join(fields)},
            step="subscribe",
            repeatable=True,
            vendor=host,
        ),
        graph_get(account, f"{node}/subscribed_apps", step="subscribed", vendor=host),
    ]
    app = str(account.settings.get("app_id") or "").strip()
    may_tell = hook_url.startswith("https://") or bool(account.settings.get("base_url"))  # Meta knocks at https alone
    if app and account.secrets.get("app_secret") and account.secrets.get("verify_token") and may_tell:
        asked.append(_webhook(account, app, hook_url, social))
    return tuple(asked)


def _webhook(account: AccountFacts, app: str, hook_url: str, social: Social) -> Parcel:
    """Meta shakes hands with ``hook_url`` before it answers. Done in the app's own name: its id and secret are the token."""
    told = {
        "object": social.about,
        "callback_url": hook_url,
        "verify_token": account.secrets["verify_token"],
        "fields": ",".join(social.fields),
    }
    as_app = replace(account, secrets={"access_token": f"{app}|{account.secrets['app_secret']}"})
    return graph_post(as_app, f"{app}/subscriptions", told, step="webhook", repeatable=True, vendor=GRAPH)


def verdict(answers: Sequence[Answer], social: Social) -> Verdict:
    """The first refusal, else what the account says of itself."""
    for answer in answers:
        refused = graph_error(answer)
        if refused is not None:
            return Verdict(is_well=False, word=meaning_of(refused).word, code=code_of(refused), said=refused.said)
        if not 200 <= answer.code < 300:
            told = interpret(Parcel(carrier="http", external_id=""), answer)
            return Verdict(is_well=False, word=told.word, code=told.code, said=told.reason)
    said = [_said(answer) for answer in answers]
    about = said[0] if said else {}
    listed = several(said[2], "data") if len(said) > 2 else []
    if len(said) > 2 and not listed:
        return Verdict(
            is_well=False, word=Word.REFUSED, said="Meta lists no subscription of this app: no message would reach us."
        )
    facts = {"display_name": word(about, "name", 200) or word(about, "username", 200), "username": word(about, "username", 200)}
    return Verdict(is_well=bool(said), facts={key: value for key, value in facts.items() if value})


def _said(answer: Answer) -> dict[str, object]:
    try:
        return load_payload(answer.body or answer.text.encode("utf-8", "replace"))
    except Unreadable:
        return {}
