from django.db import models
from django.db.models import Q


class Category(models.Model):
    """A shelf of the help centre; one that lies on another (``parent``) has none on itself."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=80)  # Indonesian
    name_en = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=200, blank=True)
    about_en = models.CharField(max_length=200, blank=True)
    slug = models.SlugField(max_length=80)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "slug"], name="knowledge_category_slug")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def named(self, language: str) -> str:
        return (self.name_en or self.name) if language == "en" else self.name

    def told(self, language: str) -> str:
        return (self.about_en or self.about) if language == "en" else self.about


class Article(models.Model):
    """One matter, whatever the language. Where it stands follows from its moments: see ``state``."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.SET_NULL)
    brand = models.ForeignKey("workspace.Brand", null=True, blank=True, on_delete=models.SET_NULL)  # none: every brand's
    audience = models.CharField(max_length=8, default="public")  # public internal
    author = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer = models.ForeignKey("workspace.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.CharField(max_length=80, blank=True)  # of tickets that it answers
    from_ticket = models.BigIntegerField(null=True)  # the number of the ticket that it was made from
    asked_at = models.DateTimeField(null=True)  # somebody is to look it over
    publish_at = models.DateTimeField(null=True)  # planned
    published_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    helped = models.PositiveIntegerField(default=0)  # readers who said so
    missed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-updated_at"], name="knowledge_article_recent")]

    @property
    def state(self) -> str:
        """archived, review (also of changes to what is published), published, or draft."""
        if self.archived_at:
            return "archived"
        if self.asked_at:
            return "review"
        return "published" if self.published_at else "draft"

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.archived_at is None


LIVE = Q(article__published_at__isnull=False, article__archived_at=None, live__isnull=False)


class ArticleText(models.Model):
    """An article in one language: the draft that is being written, and the version that readers see."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=160, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)  # Markdown
    slug = models.CharField(max_length=100)
    revision = models.PositiveIntegerField(default=0)  # counts every save of the draft; a late one is seen by it
    editor = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True)
    live = models.ForeignKey("ArticleVersion", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="knowledge_text_language"),
            models.UniqueConstraint(fields=["workspace", "language", "slug"], name="knowledge_text_slug"),
        ]


class ArticleVersion(models.Model):
    """What a text was when somebody saved it. Never changes."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    text = models.ForeignKey(ArticleText, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    author = models.ForeignKey("workspace.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=12, default="saved")  # saved published restored imported
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="knowledge_version_number")]


class FormerSlug(models.Model):
    """An address that a text once had; it still leads there."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    text = models.ForeignKey(ArticleText, on_delete=models.CASCADE)
    language = models.CharField(max_length=5)
    slug = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "language", "slug"], name="knowledge_former_slug")]


class Passage(models.Model):
    """A piece of a live version under one heading: what is found and quoted. Made anew at each publication."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    text = models.ForeignKey(ArticleText, on_delete=models.CASCADE, related_name="passages")
    number = models.PositiveIntegerField()
    anchor = models.CharField(max_length=100, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    plain = models.TextField()
    title_roots = models.TextField()
    roots = models.TextField()  # of heading and text


class Term(models.Model):
    """A word that occurs in live articles, for near spellings."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    audience = models.CharField(max_length=8)
    word = models.CharField(max_length=40)
    root = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "audience", "word"], name="knowledge_term_word")]


class Synonyms(models.Model):
    """Words that mean the same to this business."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    words = models.JSONField(default=list)


class Gap(models.Model):
    """Something readers looked for and did not find."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    language = models.CharField(max_length=5)
    words = models.CharField(max_length=100)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "language", "words"], name="knowledge_gap_words")]


class Feedback(models.Model):
    """What a reader said of an article."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    article = models.ForeignKey(Article, on_delete=models.CASCADE)
    language = models.CharField(max_length=5)
    helped = models.BooleanField()
    words = models.TextField(blank=True)
    ticket = models.BigIntegerField(null=True)  # its number, when the reader left an address
    created_at = models.DateTimeField(auto_now_add=True)
    is_closed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["workspace", "is_closed", "-id"], name="knowledge_feedback_recent")]


class Image(models.Model):
    """A picture of an article; its bytes lie in the blob store. Public once a live version names it."""

    workspace = models.ForeignKey("workspace.Workspace", on_delete=models.CASCADE)
    article = models.ForeignKey(Article, null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
