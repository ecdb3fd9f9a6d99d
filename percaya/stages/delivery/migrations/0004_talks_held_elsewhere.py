from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_failures")]

    operations = [
        migrations.AddField(
            model_name="replywindow",
            name="held_by",
            field=models.CharField(blank=True, max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(model_name="replywindow", name="held_at", field=models.DateTimeField(null=True)),
    ]
