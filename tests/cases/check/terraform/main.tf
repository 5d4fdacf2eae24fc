resource "aws_ecs_task_definition" "web" {
  container_definitions = jsonencode([{
    name = "web"
    environment = [
      { name = "DB_HOST", value = aws_db_instance.main.address },
      { name = "DATABASE_URL", value = "postgres://${var.user}:${urlencode(var.password)}@${aws_db_instance.main.endpoint}/${var.name}?sslmode=require" },
    ]
  }])
}
