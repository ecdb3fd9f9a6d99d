from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_joinings")]

    operations = [
        migrations.AddField(model_name="checklistitem", name="is_required", field=models.BooleanField(default=False)),
    ]
